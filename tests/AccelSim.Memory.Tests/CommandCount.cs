namespace AccelSim.Memory.Tests;

/// <summary>Counts the commands of a channel by kind.</summary>
internal sealed class CommandCount : IDramCommandLog
{
    private readonly long[] _counts = new long[Enum.GetValues<DramCommand>().Length];

    public long this[DramCommand command] => _counts[(int)command];

    public void Add(long tick, DramCommand command, int bank, long row) => _counts[(int)command]++;
}
