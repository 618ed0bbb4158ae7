using AccelSim.Compiler.Simt.Windows;
using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Lowering;

/// <summary>Sliding windows of operators as kernels count them.</summary>
internal static class WindowShapes
{
    /// <summary>The window of an operator from x [n, c, h, w] to y [n, c, ho, wo].</summary>
    public static WindowShape Of(Shape x, Shape y, Window window) => new()
    {
        N = (int)x[0],
        H = (int)x[2],
        W = (int)x[3],
        Ho = (int)y[2],
        Wo = (int)y[3],
        Kh = (int)window.Kernel[0],
        Kw = (int)window.Kernel[1],
        Sy = (int)window.Strides[0],
        Sx = (int)window.Strides[1],
        Dy = (int)window.Dilations[0],
        Dx = (int)window.Dilations[1],
        Top = (int)window.PadsBegin[0],
        Left = (int)window.PadsBegin[1],
        Bottom = (int)window.PadsEnd[0],
        Right = (int)window.PadsEnd[1],
    };
}
