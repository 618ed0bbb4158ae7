using System.Globalization;
using System.Text;

namespace AccelSim.Traces.Tests;

/// <summary>Writes a trace as Accel-Sim's tracer and its post-processing do.</summary>
internal static class TraceWriter
{
    public static string Write(TraceModel model)
    {
        var text = new StringBuilder(Header(model));
        foreach (var block in model.Blocks)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n#BEGIN_TB\n\nthread block = {block.X},0,0\n");
            for (var warp = 0; warp < block.Warps.Length; warp++)
            {
                text.Append(CultureInfo.InvariantCulture, $"\nwarp = {warp}\ninsts = {block.Warps[warp].Length}\n");
                foreach (var instruction in block.Warps[warp])
                {
                    Line(text, model, block, warp, instruction);
                }
            }

            text.Append("\n#END_TB\n");
        }

        return text.ToString();
    }

    public static string Header(TraceModel model) => string.Create(CultureInfo.InvariantCulture, $"""
        -kernel name = _Z6kernelPfS_
        -kernel id = 1
        -grid dim = ({model.GridX},1,1)
        -block dim = ({model.Threads},1,1)
        -shmem = 1024
        -nregs = 32
        -binary version = 80
        -cuda stream id = 0
        -shmem base_addr = 0x00007f2000000000
        -local mem base_addr = 0x00007f1e00000000
        -nvbit version = 1.5.5
        -accelsim tracer version = {model.TracerVersion}
        -enable lineinfo = {(model.Lines ? 1 : 0)}

        #traces format = [line_num] PC mask dest_num [reg_dests] opcode src_num [reg_srcs] mem_width [adrrescompress?] [mem_addresses] immediate

        """).Replace("\r", "", StringComparison.Ordinal);

    private static void Line(StringBuilder text, TraceModel model, ModelBlock block, int warp, ModelInstruction instruction)
    {
        if (model.TracerVersion < 3)
        {
            text.Append(CultureInfo.InvariantCulture, $"{block.X} 0 0 {warp} ");
        }

        if (model.Lines)
        {
            text.Append("117 ");
        }

        text.Append(CultureInfo.InvariantCulture, $"{instruction.Pc:x4} {instruction.Mask:x8} {instruction.Destinations.Length} ");
        text.AppendJoin("", instruction.Destinations.Select(register => $"R{register} "));
        text.Append(CultureInfo.InvariantCulture, $"{instruction.Opcode} {instruction.Sources.Length} ");
        text.AppendJoin("", instruction.Sources.Select(register => $"R{register} "));
        text.Append(CultureInfo.InvariantCulture, $"{instruction.Width} ");
        Addresses(text, instruction);
        if (model.TracerVersion >= 4)
        {
            text.Append(CultureInfo.InvariantCulture, $"{instruction.Immediate} ");
        }

        text.Append('\n');
    }

    private static void Addresses(StringBuilder text, ModelInstruction instruction)
    {
        var active = Enumerable.Range(0, 32).Where(lane => (instruction.Mask >> lane & 1) != 0).Select(lane => instruction.Addresses[lane]).ToArray();
        var first = active.FirstOrDefault();
        switch (instruction.Mode)
        {
            case ModelAddresses.List:
                text.Append("0 ").AppendJoin("", active.Select(address => $"0x{address:x16} "));
                break;
            case ModelAddresses.ListOfAllLanes:
                text.Append("0 ").AppendJoin("", instruction.Addresses.Select(address => $"0x{address:x16} "));
                break;
            case ModelAddresses.Stride:
                text.Append(CultureInfo.InvariantCulture, $"1 0x{first:x} {(active.Length > 1 ? unchecked((long)(active[1] - first)) : 0)} ");
                break;
            case ModelAddresses.Deltas:
                text.Append(CultureInfo.InvariantCulture, $"2 0x{first:x} ");
                text.AppendJoin("", active.Skip(1).Zip(active, (next, last) => string.Create(CultureInfo.InvariantCulture, $"{unchecked((long)(next - last))} ")));
                break;
        }
    }
}
