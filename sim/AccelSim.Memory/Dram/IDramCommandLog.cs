namespace AccelSim.Memory;

/// <summary>Sees every command of a channel, for legality checks and traces. Within a bank commands come in order of time.</summary>
public interface IDramCommandLog
{
    /// <summary>One command.</summary>
    /// <param name="tick">Tick of the command clock.</param>
    /// <param name="command">Which command.</param>
    /// <param name="bank">Bank (bank group x banks per group + bank); -1 for all.</param>
    /// <param name="row">Row, for an activate.</param>
    void Add(long tick, DramCommand command, int bank, long row);
}
