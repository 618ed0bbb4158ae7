using System.Collections.Immutable;

namespace AccelSim.Compiler.Lowering;

/// <summary>A kernel written for one layer, of any family.</summary>
public interface ILayerKernel
{
    /// <summary>Name, unique in the program.</summary>
    string Name { get; }

    /// <summary>Names of the launch arguments in order.</summary>
    ImmutableArray<string> Parameters { get; }

    /// <summary>The schedule in words; a schedule that can be forced is read back from them.</summary>
    string Schedule { get; }
}
