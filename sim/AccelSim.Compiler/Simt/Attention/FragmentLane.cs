using AccelSim.Compiler.Simt.Emit;
using AccelSim.Isa.Simt;

namespace AccelSim.Compiler.Simt.Attention;

/// <summary>
/// Where in a tile a lane's row of the four 8x8 matrices of an <c>ldmatrix.x4</c> begins. Lanes 8i to 8i + 7 name the rows of matrix i.
/// </summary>
internal static class FragmentLane
{
    /// <summary>Matrices first down, then along: the fragment of A, and (transposed) two fragments of B whose rows run along k.</summary>
    public static Val DownFirst(SimtKernelBuilder k, int pitch)
    {
        var lane = k.Special(SimtSpecialRegister.LaneId);
        return k.Mad(k.And(lane, 15), pitch, k.Mul(k.Div(lane, 16), 16));
    }

    /// <summary>Matrices first along, then down: two fragments of B from rows of its columns.</summary>
    public static Val AlongFirst(SimtKernelBuilder k, int pitch)
    {
        var lane = k.Special(SimtSpecialRegister.LaneId);
        var row = k.Mad(k.Div(lane, 16), 8, k.And(lane, 7));
        return k.Mad(row, pitch, k.Mul(k.And(k.Div(lane, 8), 1), 16));
    }
}
