namespace AccelSim.Functional.Simt;

/// <summary>What <see cref="SimtInterpreter.Step"/> met.</summary>
public enum SimtStep : byte
{
    /// <summary>An instruction without consequences beyond the warp.</summary>
    Done,

    /// <summary>A memory access by some lane; the access says where.</summary>
    Access,

    /// <summary>The warp waits at a barrier of the block: see <see cref="SimtAccess.Barrier"/>.</summary>
    Barrier,

    /// <summary>The warp arrived at a barrier of the block and goes on.</summary>
    Arrive,

    /// <summary>All lanes have ended.</summary>
    Ended,
}
