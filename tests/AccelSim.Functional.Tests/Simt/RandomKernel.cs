using System.Buffers.Binary;
using AccelSim.Functional.Simt;
using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Tests.Simt;

/// <summary>A kernel made at random, its launch and the memory it starts from; the same for the same seed.</summary>
internal sealed class RandomKernel
{
    public const int SlotBytes = 256;
    public const int FirstSlot = 4096;
    public const int SharedSlotBytes = 32;

    private static readonly uint[] Words =
    [
        0, 0x80000000, 1, 0xffffffff, 0x7fffffff, 31, 32, 63, 64, 0x0807, 0x2000, 0x1f1f,
        0x3f800000, 0xbf800000, 0x7f800000, 0xff800000, 0x7fc00000, 0xffc00001, 0x7f800001, 0x7f7fffff, 0x00000001, 0x807fffff, 0x00800000, 0x4b000001, 0x4f000000, 0xcf000000, 0x3effffff, 0x40200000, 0xc2ff0000,
        0x3c003c00, 0x7bff7bff, 0x7c00fc00, 0x7e00fe01, 0x00010001, 0x03ff83ff, 0x04000400, 0x80000000, 0x3c01bc01,
        0x7f807f80, 0x7fc07fc0, 0x7f7f7f7f, 0x00800080, 0x007f0001, 0x3f803f81,
        0x7ff00000, 0xfff00000, 0x7ff80000, 0x7fefffff, 0x3ff00000, 0x000fffff, 0x80100000, 0x41dfffff, 0xc1e00000, 0x36a00000, 0x47f00000,
    ];

    public RandomKernel(int seed, bool dataDecides)
    {
        var random = new System.Random(seed);
        Width = new[] { 16, 32, 64 }[random.Next(3)];
        Grid = new SimtExtent(random.Next(1, 3), 1, 1);
        var threads = random.Next(1, 97);
        Block = Shape(threads, random);
        threads = (int)Block.Count;
        Text = new KernelWriter(random, dataDecides, threads).Write();
        Kernel = SimtAssembler.Assemble(Text).Kernels[0];
        Arguments = [(ulong)threads, .. Enumerable.Range(0, 7).Select(_ => Word(random) | ((ulong)Word(random) << 32))];
        Memory = new byte[FirstSlot + (Grid.X * threads * SlotBytes)];
        for (var at = FirstSlot; at < Memory.Length; at += 4)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(Memory.AsSpan(at), Word(random));
        }
    }

    public int Width { get; }

    public SimtExtent Grid { get; }

    public SimtExtent Block { get; }

    public string Text { get; }

    public SimtKernel Kernel { get; }

    public ulong[] Arguments { get; }

    public byte[] Memory { get; }

    public byte[] Constants
    {
        get
        {
            var bytes = new byte[8 * Arguments.Length];
            Buffer.BlockCopy(Arguments, 0, bytes, 0, bytes.Length);
            return bytes;
        }
    }

    public SimtLaunchState Launch(SimtProgram program, byte[]? memory) => new(program, Grid, Block, Arguments, Width, Memory.Length, memory);

    public static uint Word(System.Random random) => random.Next(4) switch
    {
        0 => (uint)random.NextInt64(1L << 32),
        1 => (uint)random.Next(-40, 40),
        2 => BitConverter.SingleToUInt32Bits((float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-4, 12)))),
        _ => Words[random.Next(Words.Length)],
    };

    private static SimtExtent Shape(int threads, System.Random random)
    {
        var x = random.Next(2) == 0 ? threads : random.Next(1, threads + 1);
        var y = random.Next(1, Math.Max(2, threads / x));
        return new SimtExtent(x, y, Math.Max(1, threads / x / y));
    }

    public override string ToString() => $"warps of {Width}, grid {Grid}, block {Block}\n{Text}";
}
