namespace AccelSim.Isa.Image;

/// <summary>What a region of device memory is for. Numbers are in files: append only.</summary>
public enum BufferKind
{
    /// <summary>Filled by the host before each inference.</summary>
    Input = 0,

    /// <summary>Read by the host after each inference.</summary>
    Output = 1,

    /// <summary>Trained parameters: placed once.</summary>
    Weight = 2,

    /// <summary>Intermediate values; regions may overlap where lifetimes do not.</summary>
    Workspace = 3,

    /// <summary>Other constants: tables, descriptors.</summary>
    Constant = 4,
}
