namespace AccelSim.Interconnect;

/// <summary>Runs a collective program on numbers.</summary>
public static class CollectiveValues
{
    /// <summary>
    /// What every member holds afterwards, one number per piece, for what it held before. All-to-all needs buffers of twice as many pieces.
    /// </summary>
    public static long[][] Run(CollectiveProgram program, IReadOnlyList<long[]> before)
    {
        var now = before.Select(buffer => (long[])buffer.Clone()).ToArray();
        foreach (var step in program.Transfers.GroupBy(t => t.Step).OrderBy(g => g.Key))
        {
            var old = now.Select(buffer => (long[])buffer.Clone()).ToArray();
            foreach (var transfer in step)
            {
                for (var i = 0; i < transfer.Count; i++)
                {
                    Apply(transfer, transfer.From + i, transfer.To + i, old, now);
                }
            }
        }

        return now;
    }

    private static void Apply(in Transfer transfer, int from, int to, long[][] old, long[][] now)
    {
        if (transfer.Source == Transfer.Everyone)
        {
            now[transfer.Destination][to] = old.Sum(buffer => buffer[from]);
            return;
        }

        foreach (var buffer in transfer.Destination == Transfer.Everyone ? now : [now[transfer.Destination]])
        {
            buffer[to] = old[transfer.Source][from] + (transfer.Adds ? buffer[to] : 0);
        }
    }
}
