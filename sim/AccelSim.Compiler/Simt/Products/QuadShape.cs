using AccelSim.Compiler.Simt.Emit;
using AccelSim.Machine.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>
/// A matrix instruction whose lanes hold four neighbours along k of one row of A and of one column of B, and how: PTX ISA 9.7.14 (m8n8k4, whose four
/// products side by side make two rows of two here), AMD matrix instruction calculator (m16n16k16, m32n32k8). Tests run each of them against
/// a plain product.
/// </summary>
/// <param name="Name">Shape as chip files name it.</param>
/// <param name="WarpWidth">Threads of a warp.</param>
/// <param name="Rows">Rows of A.</param>
/// <param name="Columns">Columns of B.</param>
/// <param name="Depth">Elements along k.</param>
/// <param name="Sums">Sums of each lane.</param>
internal sealed record QuadShape(string Name, int WarpWidth, int Rows, int Columns, int Depth, int Sums)
{
    /// <summary>All that there are.</summary>
    public static IReadOnlyList<QuadShape> All { get; } =
    [
        new("m8n8k4", 32, 16, 16, 4, 8),
        new("m8n8k8", 16, 8, 8, 8, 4),
        new("m16n16k16", 64, 16, 16, 16, 4),
        new("m32n32k8", 64, 32, 32, 8, 16),
    ];

    /// <summary>The instruction of a chip for an element type; null where there is none. Of two the first is taken.</summary>
    public static QuadShape? For(SimtTarget target, ElementType type) => type == ElementType.Float32 ? null
        : All.FirstOrDefault(shape => shape.WarpWidth == target.WarpWidth && shape.TimingOn(target, type) is not null);

    /// <summary>Its cycles on a chip.</summary>
    public MmaTiming? TimingOn(SimtTarget target, ElementType type) =>
        Isa.Simt.SimtInstructionSet.ByMnemonic.ContainsKey(Mnemonic(type)) ? target.Sm.MmaOf(Name, type == ElementType.BFloat16 ? MmaInput.Bf16 : MmaInput.F16, MmaAccumulator.F32) : null;

    /// <summary>The instruction for an element type.</summary>
    public string Mnemonic(ElementType type) => $"mma.{Name}.f32.{(type == ElementType.BFloat16 ? "bf16" : "f16")}";

    /// <summary>Row of A that a lane holds a part of, and which four along k.</summary>
    public (Val Outer, Val Quad) A(SimtKernelBuilder k, Val lane) => WarpWidth switch
    {
        32 => (k.Add(k.Mul(k.And(k.Div(lane, 4), 1), 8), Own(k, lane)), 0),
        16 => k.DivRem(lane, 2),
        _ => (k.Rem(lane, Rows), k.Div(lane, Rows)),
    };

    /// <summary>Column of B that a lane holds a part of, and which four along k.</summary>
    public (Val Outer, Val Quad) B(SimtKernelBuilder k, Val lane) => WarpWidth switch
    {
        32 => (k.Add(k.Mul(k.And(k.Div(lane, 8), 1), 8), Own(k, lane)), 0),
        _ => A(k, lane),
    };

    /// <summary>Row and column of a lane's first sum.</summary>
    public (Val Row, Val Column) C(SimtKernelBuilder k, Val lane)
    {
        switch (WarpWidth)
        {
            case 32:
                var row = k.Add(k.Mul(k.And(k.Div(lane, 4), 1), 8), k.Add(k.Mul(k.Div(lane, 16), 4), k.And(lane, 1)));
                return (row, k.Add(k.Mul(k.And(k.Div(lane, 8), 1), 8), k.And(lane, 2)));
            case 16:
                var (pair, half) = k.DivRem(lane, 2);
                return (pair, k.Mul(half, 4));
            default:
                return (k.Mul(k.Div(lane, Columns), 4), k.Rem(lane, Columns));
        }
    }

    /// <summary>Row and column of a sum beyond the lane's first.</summary>
    public (int Row, int Column) Sum(int index) => WarpWidth switch
    {
        32 => (index & 2, (index & 4) + (index & 1)),
        16 => (0, index),
        _ => ((256 / Columns * (index / 4)) + (index % 4), 0),
    };

    /// <summary>Neighbouring sums that are neighbouring columns.</summary>
    public int Run => WarpWidth switch { 32 => 2, 16 => 4, _ => 1 };

    private static Val Own(SimtKernelBuilder k, Val lane) => k.Add(k.And(lane, 3), k.Mul(k.Div(lane, 16), 4));
}
