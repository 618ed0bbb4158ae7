namespace AccelSim.Compiler.Simt.Emit;

/// <summary>Code over virtual registers that spilling may change.</summary>
/// <param name="name">Name of the kernel.</param>
/// <param name="code">Code.</param>
/// <param name="groups">Registers of each group; group 0 is <c>rz</c>.</param>
internal sealed class KernelUnit(string name, List<KernelCode> code, List<int> groups)
{
    /// <summary>Name of the kernel.</summary>
    public string Name { get; } = name;

    /// <summary>Code.</summary>
    public List<KernelCode> Code { get; set; } = code;

    /// <summary>Registers of each group.</summary>
    public List<int> Groups { get; } = groups;

    /// <summary>Where groups of a size must begin: 2 at even registers, more at multiples of 4.</summary>
    public static int Alignment(int count) => count == 1 ? 1 : count == 2 ? 2 : 4;
}
