using AccelSim.Machine;
using FsCheck.Fluent;

namespace AccelSim.Interconnect.Tests;

public class CollectiveLaws
{
    private static readonly (CollectiveOperation, CollectiveAlgorithm)[] Known =
    [
        .. from operation in Enum.GetValues<CollectiveOperation>()
           from algorithm in Enum.GetValues<CollectiveAlgorithm>()
           where Exists(operation, algorithm)
           select (operation, algorithm),
    ];

    [Fact]
    public void Every_operation_has_programs_and_the_usual_ones_are_there()
    {
        Assert.Equal(19, Known.Length);
        Assert.All(Enum.GetValues<CollectiveAlgorithm>(), algorithm => Assert.Contains((CollectiveOperation.AllReduce, algorithm), Known));
    }

    [Fact]
    public void Every_member_ends_with_the_right_values() => Law.Holds(
        from pair in Gen.Elements(Known)
        from members in pair.Item2 == CollectiveAlgorithm.HalvingDoubling ? Gen.Elements(2, 4, 8, 16) : Gen.Choose(2, 13)
        from rounds in Gen.Choose(1, 3)
        from seed in Gen.Choose(1, 1000)
        select (pair, members, rounds, seed), sample =>
        {
            var (operation, algorithm) = sample.pair;
            var program = CollectiveProgram.Of(operation, algorithm, sample.members, sample.rounds);
            var random = new LaggedRandom(sample.seed);
            var before = Enumerable.Range(0, sample.members).Select(_ => Enumerable.Range(0, 2 * program.Pieces).Select(_ => (long)random.UpTo(1000)).ToArray()).ToArray();
            var after = CollectiveValues.Run(program, before);
            for (var member = 0; member < sample.members; member++)
            {
                for (var piece = 0; piece < program.Pieces; piece++)
                {
                    var owner = piece % sample.members;
                    var sum = before.Sum(b => b[piece]);
                    switch (operation)
                    {
                        case CollectiveOperation.AllReduce:
                            Assert.Equal(sum, after[member][piece]);
                            break;
                        case CollectiveOperation.ReduceScatter when owner == member:
                            Assert.Equal(sum, after[member][piece]);
                            break;
                        case CollectiveOperation.AllGather:
                            Assert.Equal(before[owner][piece], after[member][piece]);
                            break;
                        case CollectiveOperation.Broadcast:
                            Assert.Equal(before[0][piece], after[member][piece]);
                            break;
                        case CollectiveOperation.AllToAll:
                            Assert.Equal(before[piece][member], after[member][program.Pieces + piece]);
                            break;
                    }
                }
            }
        });

    [Fact]
    public void Who_holds_which_data_does_not_change_the_sum() => Law.Holds(
        from algorithm in Gen.Elements(Enum.GetValues<CollectiveAlgorithm>()) from order in Gen.Shuffle(Enumerable.Range(0, 8).ToArray()) select (algorithm, order), sample =>
        {
            var program = CollectiveProgram.Of(CollectiveOperation.AllReduce, sample.algorithm, 8);
            var data = Enumerable.Range(0, 8).Select(m => Enumerable.Range(0, 2 * program.Pieces).Select(p => (long)((m * 131) + p)).ToArray()).ToArray();
            var straight = CollectiveValues.Run(program, data)[0][..program.Pieces];
            var shuffled = CollectiveValues.Run(program, [.. sample.order.Select(i => data[i])])[5][..program.Pieces];
            Assert.Equal(straight, shuffled);
        });

    [Fact]
    public void Time_grows_with_size_and_is_the_same_twice() => Law.Holds(
        from pair in Gen.Elements(Known) from kilobytes in Gen.Choose(1, 100_000) select (pair, kilobytes), sample =>
        {
            var system = SystemFile.Load(Repository.File("configs", "systems", "hgx-h200.yaml"));
            var (operation, algorithm) = sample.pair;
            long Time(long bytes) => CollectiveTime.Of(system, operation, bytes, CollectiveTime.Rule(system, operation, bytes, algorithm) with { Piece = null, LeastPieces = 1 });
            Assert.Equal(Time(sample.kilobytes << 10), Time(sample.kilobytes << 10));
            Assert.True(Time(sample.kilobytes << 11) >= Time(sample.kilobytes << 10));
        }, count: 40);

    [Theory]
    [InlineData(32768, CollectiveAlgorithm.Ring, 26348)]
    [InlineData(1048576, CollectiveAlgorithm.Ring, 30478)]
    [InlineData(1048576, CollectiveAlgorithm.HalvingDoubling, 15504)]
    [InlineData(1073741824, CollectiveAlgorithm.HalvingDoubling, 4386232)]
    public void Links_agree_with_the_closed_forms_of_ASTRA_sim(long bytes, CollectiveAlgorithm algorithm, double nanoseconds)
    {
        var system = SystemFile.Load(Repository.File("configs", "systems", "astra-h100.yaml"));
        var rule = CollectiveTime.Rule(system, CollectiveOperation.AllReduce, bytes, algorithm);
        Assert.InRange(CollectiveTime.Of(system, CollectiveOperation.AllReduce, bytes, rule) / 1e6 / nanoseconds, 0.999, 1.001);
    }

    // A link carries n(n - 1) / 2 pieces. The first piece of a step follows the last of the step before, or its own arrival where that is later.
    [Fact]
    public void All_to_all_round_a_ring_takes_what_its_links_take() => Law.Holds(
        from members in Gen.Choose(2, 12) from bytes in Gen.Choose(1, 4_000_000) from message in Gen.Choose(0, 5000) select (members, bytes, message), sample =>
        {
            var (members, message) = (sample.members, sample.message * 1_000_000L);
            var system = SystemFile.Parse($$"""
                name: ring
                chips: {{members}}
                topology: { kind: ring }
                linkBandwidth: 100 GB/s
                linkLatency: 700 ns
                collectives:
                  - { operations: [allToAll], algorithm: ring, launch: 3 us, message: {{sample.message}} ns, efficiency: 100 % }
                """);
            var piece = (sample.bytes + members - 1) / members * 10_000L;
            var hop = message + 700_000_000 + piece;
            var expected = 3_000_000_000 + hop + Enumerable.Range(2, members - 2).Sum(pieces => Math.Max(pieces * piece, hop));
            var rule = CollectiveTime.Rule(system, CollectiveOperation.AllToAll, sample.bytes);
            Assert.Equal(expected, CollectiveTime.Of(system, CollectiveOperation.AllToAll, sample.bytes, rule));
        });

    private static bool Exists(CollectiveOperation operation, CollectiveAlgorithm algorithm)
    {
        try
        {
            CollectiveProgram.Of(operation, algorithm, 4);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
