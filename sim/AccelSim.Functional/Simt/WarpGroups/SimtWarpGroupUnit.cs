using System.Runtime.CompilerServices;
using AccelSim.Isa.Simt;
using AccelSim.Tensors;

namespace AccelSim.Functional.Simt;

/// <summary>
/// Products of warp groups. Each warp has 16 of the 64 rows, so its share needs nothing of the other three: it is computed when the warp comes to the
/// product, though the machine does so later (what may not be touched until then is checked). Sums as in <see cref="SimtMatrixSum"/>.
/// </summary>
internal sealed class SimtWarpGroupUnit
{
    private const int Rows = SimtGroupProduct.RowsOfWarp;
    private const int Depth = SimtGroupProduct.Depth;
    private const int PieceElements = SimtGroupProduct.PieceElements;
    private readonly float[] _a = new float[Rows * Depth];
    private readonly float[] _b = new float[Depth * SimtInstructionSet.MaxColumns];
    private readonly float[] _c = new float[Rows * SimtInstructionSet.MaxColumns];

    /// <summary>Executes an instruction of a warp whose lanes are together.</summary>
    public SimtStep Execute(SimtWarp warp, in SimtInstruction i, in SimtStaticInfo info, bool values, SimtAccess access)
    {
        switch (i.Opcode)
        {
            case SimtOpcode.WgmmaFence:
                return SimtStep.Done;
            case SimtOpcode.WgmmaCommit:
                warp.Products.Commit(warp.Block.WarpGroups.Made(warp.Number));
                return SimtStep.Done;
            case SimtOpcode.WgmmaWait:
                access.Products = warp.Products.Wait(i.Immediate);
                return SimtStep.ProductWait;
            default:
                Product(warp, i, info, values, access);
                return SimtStep.Product;
        }
    }

    private void Product(SimtWarp warp, in SimtInstruction i, in SimtStaticInfo info, bool values, SimtAccess access)
    {
        var row = SimtInstructionSet.Get(i.Opcode);
        var group = warp.Number / SimtWarpGroups.Warps;
        var needed = (group + 1) * SimtWarpGroups.Warps * warp.Width;
        if (needed > warp.Launch.Block.Count)
        {
            throw SimtInterpreter.Fail(warp, access.Pc, FormattableString.Invariant(
                $"{row.Mnemonic(i.Mode)} by warp {warp.Number}, whose warp group is not whole: it needs blocks of at least {needed} threads, these have {warp.Launch.Block.Count}"));
        }

        var fromShared = i.Opcode is SimtOpcode.WgmmaSharedF32F16 or SimtOpcode.WgmmaSharedF32BF16;
        var product = access.Product = new SimtGroupProduct(
            SimtInstructionSet.ColumnStep * (row.Choice(SimtField.Columns, i.Mode) + 1),
            fromShared,
            fromShared ? Descriptor(warp, i.A, "A", access.Pc) : default,
            Descriptor(warp, i.B, "B", access.Pc),
            row.Choice(SimtField.Transposed, i.Mode) != 0);
        if (product.Problem(warp.Launch.SharedBytes) is { } problem)
        {
            throw SimtInterpreter.Fail(warp, access.Pc, problem);
        }

        if (warp.Block.WarpGroups.Come(warp.Number, access.Pc, out access.Starts) is >= 0 and var other)
        {
            throw SimtInterpreter.Fail(warp, access.Pc, $"the warps of warp group {group} make different products: another was at {warp.Launch.Program.Describe(other)}");
        }

        warp.Products.Use(info.D);
        if (!fromShared)
        {
            warp.Products.Use(info.A);
        }

        if (values)
        {
            Load(warp, i, product, i.Opcode is SimtOpcode.WgmmaSharedF32BF16 or SimtOpcode.WgmmaRegistersF32BF16);
            SimtMatrixSum.Add(Rows, product.Columns, Depth, _a, _b, _c);
            Spread(warp, i.D, product.Columns);
        }
    }

    /// <summary>The 64 bits of a descriptor, which all lanes have.</summary>
    private static SimtMatrixDescriptor Descriptor(SimtWarp warp, int register, string matrix, int pc)
    {
        ref var low = ref warp.Row(register);
        ref var high = ref warp.HighRow(register);
        for (var lane = 1; lane < warp.Width; lane++)
        {
            if (Unsafe.Add(ref low, lane) != low || Unsafe.Add(ref high, lane) != high)
            {
                throw SimtInterpreter.Fail(warp, pc, FormattableString.Invariant($"lanes 0 and {lane} describe different matrices {matrix}"));
            }
        }

        return new SimtMatrixDescriptor(low | ((ulong)high << 32));
    }

    private void Load(SimtWarp warp, in SimtInstruction i, in SimtGroupProduct product, bool bf16)
    {
        var columns = product.Columns;
        if (product.FromShared)
        {
            var first = warp.Number % SimtWarpGroups.Warps * Rows;
            for (var row = 0; row < Rows; row++)
            {
                for (var piece = 0; piece < SimtGroupProduct.DepthPieces; piece++)
                {
                    Decode(warp, product.A.Place(first + row, piece, false), bf16, _a.AsSpan((row * Depth) + (piece * PieceElements)), 1);
                }
            }
        }
        else
        {
            SimtTensorUnit.Gather(warp, i.A, SimtFragments.Of(bf16 ? SimtOpcode.MmaM16N8K16F32BF16 : SimtOpcode.MmaM16N8K16F32F16).A, _a);
        }

        for (var line = 0; line < product.Lines; line++)
        {
            for (var piece = 0; piece < product.Pieces; piece++)
            {
                // row by row along k: a line is a column, or, transposed, a row
                var at = product.Transposed ? (line * columns) + (piece * PieceElements) : (piece * PieceElements * columns) + line;
                Decode(warp, product.B.Place(line, piece, product.Transposed), bf16, _b.AsSpan(at), product.Transposed ? 1 : columns);
            }
        }

        if ((warp.Predicate(i.Q) & 1) == 0 || i.D == 0)
        {
            _c.AsSpan(0, Rows * columns).Clear();
            return;
        }

        for (var register = 0; register < columns / 2; register++)
        {
            var words = warp.Register(i.D + register);
            for (var lane = 0; lane < words.Length; lane++)
            {
                _c[Place(register, lane, columns)] = BitConverter.UInt32BitsToSingle(words[lane]);
            }
        }
    }

    private static void Decode(SimtWarp warp, int address, bool bf16, Span<float> into, int step)
    {
        ReadOnlySpan<byte> piece = warp.Block.Shared.Slice(address, SimtSwizzle.PieceBytes);
        for (var element = 0; element < PieceElements; element++)
        {
            var bits = Unsafe.ReadUnaligned<ushort>(in piece[2 * element]);
            into[element * step] = bf16 ? (float)new BFloat16(bits) : (float)BitConverter.UInt16BitsToHalf(bits);
        }
    }

    private void Spread(SimtWarp warp, int first, int columns)
    {
        for (var register = 0; register < columns / 2 && first != 0; register++)
        {
            var words = warp.Register(first + register);
            for (var lane = 0; lane < words.Length; lane++)
            {
                words[lane] = NotANumber.Bits(_c[Place(register, lane, columns)]);
            }
        }
    }

    /// <summary>Where a lane's register lies in the warp's rows of sums: as in m16n8k16, eight columns after eight (PTX ISA, wgmma fragment D).</summary>
    private static int Place(int register, int lane, int columns) =>
        (((lane / 4) + (8 * (register / 2 % 2))) * columns) + (8 * (register / 4)) + (2 * (lane % 4)) + (register % 2);
}
