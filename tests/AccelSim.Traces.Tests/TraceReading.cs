using System.Collections.Immutable;
using System.Text;
using AccelSim.Traces.Kernels;

namespace AccelSim.Traces.Tests;

/// <summary>Reads whole traces back into plain data.</summary>
internal static class TraceReading
{
    public static TraceModel Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    public static TraceModel Read(byte[] bytes)
    {
        using var reader = Open(bytes);
        var (block, lanes) = (new TraceBlock(), new ulong[32]);
        var blocks = ImmutableArray.CreateBuilder<ModelBlock>();
        while (reader.ReadBlock(block))
        {
            blocks.Add(new ModelBlock(block.X, [.. Enumerable.Range(0, block.Warps).Select(warp => Warp(reader.Code, block, warp, lanes))]));
        }

        Assert.False(reader.ReadBlock(block));
        Assert.Equal(blocks.Count, reader.Blocks);
        return new TraceModel(reader.Header.Grid.X, reader.Header.Block.X, blocks.ToImmutable()) { TracerVersion = reader.Header.TracerVersion, Lines = reader.Header.HasLineNumbers };
    }

    public static TraceReader Open(byte[] bytes) => TraceReader.OpenAsync(new MemoryStream(bytes), "test.traceg").AsTask().GetAwaiter().GetResult();

    private static ImmutableArray<ModelInstruction> Warp(TraceCode code, TraceBlock block, int warp, ulong[] lanes)
    {
        var result = ImmutableArray.CreateBuilder<ModelInstruction>();
        foreach (var instruction in block.Warp(warp))
        {
            var fixedPart = code[instruction.Code];
            block.Addresses(instruction, lanes);
            result.Add(new ModelInstruction(
                fixedPart.Pc,
                instruction.Mask,
                [.. Enumerable.Range(0, fixedPart.Destinations).Select(index => fixedPart.Destination(index))],
                code.Opcodes[fixedPart.Opcode].Name,
                [.. Enumerable.Range(0, fixedPart.Sources).Select(index => fixedPart.Source(index))],
                fixedPart.Width,
                (ModelAddresses)(instruction.Addressing == TraceAddressing.None ? 0 : (int)instruction.Addressing + 1),
                [.. lanes],
                fixedPart.Immediate));
        }

        return result.ToImmutable();
    }
}
