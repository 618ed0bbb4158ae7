using AccelSim.Functional.Simt;

namespace AccelSim.Chips.Simt;

/// <summary>Where a warp's instructions come from: executed as it goes, or known from a trace. What they cost is the SM's business.</summary>
internal abstract class WarpFront
{
    /// <summary>Index into the kernel's code of the next instruction.</summary>
    public int Pc { get; protected set; }

    /// <summary>Lanes that exist.</summary>
    public ulong AllLanes { get; protected set; }

    /// <summary>Takes the next instruction.</summary>
    /// <param name="cycle">Now.</param>
    /// <param name="access">Receives what happens outside the warp.</param>
    public abstract SimtStep Step(long cycle, SimtAccess access);

    /// <summary>The warp, for messages.</summary>
    public abstract string Describe();

    /// <summary>An instruction of its code, for messages.</summary>
    public abstract string Describe(int pc);
}
