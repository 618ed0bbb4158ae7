using System.Globalization;

namespace AccelSim.Runtime.Tests.Simt.Traces;

/// <summary>Writes kernels' traces as Accel-Sim's tracer and its post-processing do.</summary>
internal static class TraceText
{
    /// <summary>Where the buffers of the traces begin: on a page of 2 MiB.</summary>
    public const ulong Base = 0x7f4000000000;

    /// <summary>A trace of blocks in a row; <paramref name="warp"/> gives the lines of a warp of a block.</summary>
    public static string Kernel(string name, int blocks, int threads, Func<int, int, IEnumerable<string>> warp, int shared = 0, int registers = 32, int version = 70)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        text.Write(FormattableString.Invariant($"""
            -kernel name = {name}
            -kernel id = 1
            -grid dim = ({blocks},1,1)
            -block dim = ({threads},1,1)
            -shmem = {shared}
            -nregs = {registers}
            -binary version = {version}
            -cuda stream id = 0
            -shmem base_addr = 0x00007f2000000000
            -local mem base_addr = 0x00007f3000000000
            -nvbit version = 1.5.5
            -accelsim tracer version = 4
            -enable lineinfo = 0

            #traces format = [line_num] PC mask dest_num [reg_dests] opcode src_num [reg_srcs] mem_width [adrrescompress?] [mem_addresses] immediate

            """));
        for (var block = 0; block < blocks; block++)
        {
            text.Write(FormattableString.Invariant($"\n#BEGIN_TB\n\nthread block = {block},0,0\n"));
            for (var number = 0; number < (threads + 31) / 32; number++)
            {
                var lines = warp(block, number).ToList();
                text.Write(FormattableString.Invariant($"\nwarp = {number}\ninsts = {lines.Count}\n"));
                lines.ForEach(text.Write);
            }

            text.Write("\n#END_TB\n");
        }

        return text.ToString();
    }

    /// <summary>An instruction of all lanes without addresses.</summary>
    public static string Op(int pc, string opcode, byte[] destinations, byte[] sources, long immediate = 0) =>
        FormattableString.Invariant($"{pc:x4} ffffffff {destinations.Length} {Registers(destinations)}{opcode} {sources.Length} {Registers(sources)}0 {immediate}\n");

    /// <summary>An access of all lanes, with a distance from lane to lane.</summary>
    public static string Access(int pc, string opcode, byte[] destinations, byte[] sources, int width, ulong first, long stride) =>
        FormattableString.Invariant($"{pc:x4} ffffffff {destinations.Length} {Registers(destinations)}{opcode} {sources.Length} {Registers(sources)}{width} 1 0x{first:x} {stride} 0\n");

    private static string Registers(byte[] registers) => string.Concat(registers.Select(register => FormattableString.Invariant($"R{register} ")));
}
