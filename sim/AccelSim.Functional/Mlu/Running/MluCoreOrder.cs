namespace AccelSim.Functional.Mlu;

/// <summary>In which fixed order the cores of a union take turns. A program without races gives the same values in every order.</summary>
public enum MluCoreOrder : byte
{
    /// <summary>Cluster by cluster, core 0 first, the memory core last.</summary>
    Ascending,

    /// <summary>The other way round.</summary>
    Descending,
}
