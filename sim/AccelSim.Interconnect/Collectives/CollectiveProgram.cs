using AccelSim.Machine;

namespace AccelSim.Interconnect;

/// <summary>A collective as messages between members whose buffers are cut into equal pieces.</summary>
/// <param name="Members">Members of the group.</param>
/// <param name="Pieces">Pieces that the data is cut into; buffers of all-to-all have as many again for what arrives.</param>
/// <param name="Transfers">Messages by step.</param>
public sealed record CollectiveProgram(int Members, int Pieces, IReadOnlyList<Transfer> Transfers)
{
    /// <summary>The program of an operation and an algorithm.</summary>
    /// <param name="operation">What to do.</param>
    /// <param name="algorithm">How.</param>
    /// <param name="members">For how many.</param>
    /// <param name="rounds">Parts of the data that follow one another (in-switch: each part is read while the one before is written).</param>
    /// <exception cref="ArgumentException">The algorithm does not do that.</exception>
    public static CollectiveProgram Of(CollectiveOperation operation, CollectiveAlgorithm algorithm, int members, int rounds = 1)
    {
        if (algorithm == CollectiveAlgorithm.HalvingDoubling && !int.IsPow2(members))
        {
            throw new ArgumentException($"halving and doubling needs a power of two members, not {members}");
        }

        return (operation, algorithm) switch
        {
            (CollectiveOperation.AllReduce, CollectiveAlgorithm.Ring) => Cut(members, members, [.. Ring(members, 0, adds: true), .. Ring(members, members - 1, adds: false)]),
            (CollectiveOperation.ReduceScatter, CollectiveAlgorithm.Ring) => Cut(members, members, Ring(members, 0, adds: true)),
            (CollectiveOperation.AllGather, CollectiveAlgorithm.Ring) => Cut(members, members, Ring(members, 0, adds: false)),
            (CollectiveOperation.AllReduce, CollectiveAlgorithm.Direct) => Cut(members, members, [.. Direct(members, 0, adds: true), .. Direct(members, 1, adds: false)]),
            (CollectiveOperation.ReduceScatter, CollectiveAlgorithm.Direct) => Cut(members, members, Direct(members, 0, adds: true)),
            (CollectiveOperation.AllGather, CollectiveAlgorithm.Direct) => Cut(members, members, Direct(members, 0, adds: false)),
            (CollectiveOperation.AllReduce, CollectiveAlgorithm.HalvingDoubling) => Cut(members, members, [.. Halving(members), .. Doubling(members, int.Log2(members))]),
            (CollectiveOperation.ReduceScatter, CollectiveAlgorithm.HalvingDoubling) => Cut(members, members, Halving(members)),
            (CollectiveOperation.AllGather, CollectiveAlgorithm.HalvingDoubling) => Cut(members, members, Doubling(members, 0)),
            (CollectiveOperation.AllReduce, CollectiveAlgorithm.DoubleTree) => Cut(members, 2, [.. Trees(members, reduce: true, broadcast: true)]),
            (CollectiveOperation.Broadcast, CollectiveAlgorithm.DoubleTree) => Cut(members, 2, [.. Trees(members, reduce: false, broadcast: true)]),
            (CollectiveOperation.Broadcast, CollectiveAlgorithm.Ring) => Cut(members, members, Chain(members)),
            (CollectiveOperation.Broadcast, CollectiveAlgorithm.Direct) => Cut(members, 1, [.. Enumerable.Range(1, members - 1).Select(i => new Transfer(0, 0, i, 0, 0, 1, false))]),
            (CollectiveOperation.AllToAll, CollectiveAlgorithm.Ring) => Cut(members, members, AllToAllRing(members)),
            (CollectiveOperation.AllToAll, CollectiveAlgorithm.Direct) => Cut(members, members, AllToAll(members)),
            (CollectiveOperation.AllReduce, CollectiveAlgorithm.InSwitch) => InSwitch(members, rounds, reads: true, writes: true),
            (CollectiveOperation.ReduceScatter, CollectiveAlgorithm.InSwitch) => InSwitch(members, rounds, reads: true, writes: false),
            (CollectiveOperation.AllGather, CollectiveAlgorithm.InSwitch) => InSwitch(members, rounds, reads: false, writes: true),
            (CollectiveOperation.Broadcast, CollectiveAlgorithm.InSwitch) => Cut(members, 1, [new Transfer(0, 0, Transfer.Everyone, 0, 0, 1, false)]),
            _ => throw new ArgumentException($"there is no {algorithm} for {operation}"),
        };
    }

    private static CollectiveProgram Cut(int members, int pieces, IEnumerable<Transfer> transfers) => new(members, pieces, [.. transfers]);

    // Member i ends with the sum of piece i, or starts with its own piece i.
    private static IEnumerable<Transfer> Ring(int members, int first, bool adds) =>
        from step in Enumerable.Range(0, members - 1)
        from i in Enumerable.Range(0, members)
        let piece = (((adds ? i - 1 : i) - step) % members + members) % members
        select new Transfer(first + step, i, (i + 1) % members, piece, piece, 1, adds);

    private static IEnumerable<Transfer> Direct(int members, int step, bool adds) =>
        from distance in Enumerable.Range(1, members - 1)
        from i in Enumerable.Range(0, members)
        let target = (i + distance) % members
        let piece = adds ? target : i
        select new Transfer(step, i, target, piece, piece, 1, adds);

    private static IEnumerable<Transfer> Halving(int members) =>
        from step in Enumerable.Range(0, int.Log2(members))
        let half = members >> (step + 1)
        from i in Enumerable.Range(0, members)
        let partner = i ^ half
        let first = partner & ~(half - 1)
        select new Transfer(step, i, partner, first, first, half, true);

    private static IEnumerable<Transfer> Doubling(int members, int firstStep) =>
        from step in Enumerable.Range(0, int.Log2(members))
        let half = 1 << step
        from i in Enumerable.Range(0, members)
        let first = i & ~(half - 1)
        select new Transfer(firstStep + step, i, i ^ half, first, first, half, false);

    // Piece 0 goes by the heap-shaped tree on 0, 1, 2...; piece 1 by the same tree on the members in the other order.
    private static IEnumerable<Transfer> Trees(int members, bool reduce, bool broadcast)
    {
        var depth = int.Log2(members);
        for (var tree = 0; tree < 2; tree++)
        {
            // A broadcast starts at member 0 in both trees.
            var of = tree == 0 ? (Func<int, int>)(i => i) : i => reduce ? members - 1 - i : (members - i) % members;
            for (var level = depth; level >= 1 && reduce; level--)
            {
                for (var i = (1 << level) - 1; i < Math.Min(members, (2 << level) - 1); i++)
                {
                    // Brothers reach their parent one after the other, so that both are added.
                    yield return new Transfer((2 * (depth - level)) + (i & 1), of(i), of((i - 1) / 2), tree, tree, 1, true);
                }
            }

            for (var level = 1; level <= depth && broadcast; level++)
            {
                for (var i = (1 << level) - 1; i < Math.Min(members, (2 << level) - 1); i++)
                {
                    yield return new Transfer((reduce ? 2 * depth : 0) + level - 1, of((i - 1) / 2), of(i), tree, tree, 1, false);
                }
            }
        }
    }

    private static IEnumerable<Transfer> Chain(int members) =>
        from step in Enumerable.Range(0, (2 * members) - 2)
        from i in Enumerable.Range(0, members - 1)
        let piece = step - i
        where piece >= 0 && piece < members
        select new Transfer(step, i, i + 1, piece, piece, 1, false);

    private static IEnumerable<Transfer> AllToAll(int members) =>
        from distance in Enumerable.Range(0, members)
        from i in Enumerable.Range(0, members)
        let target = (i + distance) % members
        select new Transfer(0, i, target, target, members + i, 1, false);

    // In step s every member hands on what started s members before it, the piece with the longest way left first. A piece on its way waits at the
    // place of one that comes later; with each hop it moves up by one, so that it ends at the place of the member it came from.
    private static IEnumerable<Transfer> AllToAllRing(int members) =>
        Enumerable.Range(0, members).Select(i => new Transfer(0, i, i, i, members + i, 1, false)).Concat(
            from step in Enumerable.Range(0, members - 1)
            from i in Enumerable.Range(0, members)
            from passed in Enumerable.Range(0, members - 1 - step)
            let left = members - 2 - step - passed
            let place = (i - step - left + members) % members
            let start = step == 0 ? (i + 1 + left) % members : members + ((place + members - 1) % members)
            select new Transfer(step, i, (i + 1) % members, start, members + place, 1, false));

    // Part r: member i reads piece r * members + i through the switch in step r and writes it in the step after.
    private static CollectiveProgram InSwitch(int members, int rounds, bool reads, bool writes)
    {
        var transfers = new List<Transfer>();
        for (var step = 0; step <= rounds; step++)
        {
            for (var i = 0; i < members; i++)
            {
                if (writes && step > 0)
                {
                    transfers.Add(new Transfer(step, i, Transfer.Everyone, ((step - 1) * members) + i, ((step - 1) * members) + i, 1, false));
                }

                if (reads && step < rounds)
                {
                    transfers.Add(new Transfer(step, Transfer.Everyone, i, (step * members) + i, (step * members) + i, 1, true));
                }
            }
        }

        return new CollectiveProgram(members, rounds * members, transfers);
    }
}
