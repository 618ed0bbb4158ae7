namespace AccelSim.Machine;

/// <summary>Which pages come to the device before they are asked for.</summary>
public enum PrefetchPolicy
{
    /// <summary>None do.</summary>
    None,

    /// <summary>Those that follow a page that was missing, or that was fetched ahead and is now used for the first time.</summary>
    Sequential,

    /// <summary>Those of the buffers that the next kernels of the command stream are given.</summary>
    DependencyChain,
}
