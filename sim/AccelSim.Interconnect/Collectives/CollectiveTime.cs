using AccelSim.Engine;
using AccelSim.Machine;

namespace AccelSim.Interconnect;

/// <summary>Runs collective programs on the links of a system for time.</summary>
public static class CollectiveTime
{
    /// <summary>The rule that a library follows for an operation and a size.</summary>
    /// <exception cref="ArgumentException">The system has no rule for the operation.</exception>
    public static CollectiveRule Rule(SystemSpec system, CollectiveOperation operation, long bytes, CollectiveAlgorithm? forced = null)
    {
        var rules = system.Collectives.Where(rule => rule.Operations.Contains(operation)).ToList();
        var rule = rules.Find(rule => (forced is null || rule.Algorithm == forced) && (rule.UpTo is not { } most || bytes <= most.Bytes))
            ?? rules.LastOrDefault() ?? throw new ArgumentException($"{system.Name} has no rule for {operation}");
        return forced is { } algorithm && rule.Algorithm != algorithm ? rule with { Algorithm = algorithm, Piece = null, LeastPieces = 1 } : rule;
    }

    /// <summary>Time of one collective, fs: call to return.</summary>
    /// <param name="system">Chips and links.</param>
    /// <param name="operation">What to do.</param>
    /// <param name="bytes">Size of the data of one member; of all members together for all-gather and reduce-scatter.</param>
    /// <param name="rule">How, and with which cost.</param>
    public static long Of(SystemSpec system, CollectiveOperation operation, long bytes, CollectiveRule rule)
    {
        var rounds = Math.Max(rule.LeastPieces, rule.Piece is { } piece ? (int)((bytes + piece.Bytes - 1) / piece.Bytes) : 1);
        var program = CollectiveProgram.Of(operation, rule.Algorithm, system.Chips, rounds);
        var rate = new Clock(Math.Max(1, (long)((Int128)system.LinkBandwidth.BytesPerSecond * rule.Efficiency.PartsPerMillion / 1_000_000)));
        var links = new SystemLinks(system, rate);
        var size = Math.Max(1, (bytes + program.Pieces - 1) / program.Pieces);
        var ready = new long[system.Chips, 2 * program.Pieces];
        var end = 0L;
        foreach (var step in program.Transfers.GroupBy(t => t.Step).OrderBy(g => g.Key))
        {
            // Messages of a step see the state before it; what they bring counts from the next step on.
            var arrivals = step.Select(transfer => (transfer, links.Send(transfer, Ready(ready, transfer) + rule.Message.Femtoseconds, size * transfer.Count))).ToList();
            foreach (var (transfer, arrival) in arrivals)
            {
                Note(ready, transfer, arrival);
                end = Math.Max(end, arrival);
            }
        }

        return rule.Launch.Femtoseconds + end;
    }

    /// <summary>Bus bandwidth as nccl-tests define it: bytes per second that a link carries if the algorithm moves as little as can be.</summary>
    public static double BusBandwidth(CollectiveOperation operation, int members, long bytes, long femtoseconds)
    {
        var share = operation switch
        {
            CollectiveOperation.AllReduce => 2.0 * (members - 1) / members,
            CollectiveOperation.Broadcast => 1,
            _ => (members - 1.0) / members,
        };
        return bytes * share / femtoseconds * Clock.FemtosecondsPerSecond;
    }

    private static long Ready(long[,] ready, in Transfer transfer)
    {
        var time = 0L;
        for (var member = 0; member < ready.GetLength(0); member++)
        {
            for (var i = 0; i < transfer.Count && (transfer.Source == Transfer.Everyone || transfer.Source == member); i++)
            {
                time = Math.Max(time, ready[member, transfer.From + i]);
            }
        }

        return time;
    }

    private static void Note(long[,] ready, in Transfer transfer, long arrival)
    {
        for (var member = 0; member < ready.GetLength(0); member++)
        {
            for (var i = 0; i < transfer.Count && (transfer.Destination == Transfer.Everyone || transfer.Destination == member); i++)
            {
                ready[member, transfer.To + i] = Math.Max(ready[member, transfer.To + i], arrival);
            }
        }
    }
}
