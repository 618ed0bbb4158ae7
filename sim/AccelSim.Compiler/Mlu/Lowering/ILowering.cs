using AccelSim.Graph;

namespace AccelSim.Compiler.Mlu.Lowering;

/// <summary>Turns nodes of some operators into kernels or views.</summary>
internal interface ILowering
{
    /// <summary>Lowers a node, or returns false when this lowering does not apply (another one, or the host, takes it).</summary>
    bool TryLower(LoweringContext context, Node node);
}
