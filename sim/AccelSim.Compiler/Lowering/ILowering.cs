using AccelSim.Graph;

namespace AccelSim.Compiler.Lowering;

/// <summary>Turns nodes of some operators into kernels or views.</summary>
/// <typeparam name="TContext">What the family's lowerings write to.</typeparam>
internal interface ILowering<in TContext>
    where TContext : ProgramContext
{
    /// <summary>Lowers a node, or returns false when this lowering does not apply (another one, or the host, takes it).</summary>
    bool TryLower(TContext context, Node node);
}
