using AccelSim.Engine;
using FsCheck.Fluent;

namespace AccelSim.Runtime.Tests.Simt;

public sealed class ApportionmentTests
{
    [Fact]
    public void Parts_sum_to_the_whole_and_are_within_one_of_their_share() =>
        Law.Holds(
            Gen.Choose(0, int.MaxValue).SelectMany(total => Gen.Choose(0, 1_000_000).Select(weight => (long)weight).NonEmptyListOf().Select(weights => (total: (long)total << 20, weights))),
            drawn =>
            {
                long[] weights = [.. drawn.weights, 1];
                var parts = new long[weights.Length];
                Apportionment.Add(drawn.total, weights, parts);
                Assert.Equal(drawn.total, parts.Sum());
                var sum = (double)weights.Sum();
                Assert.All(parts.Zip(weights), pair => Assert.True(pair.Second == 0 ? pair.First == 0 : Math.Abs(pair.First - (drawn.total / sum * pair.Second)) <= 1 + (1e-12 * drawn.total)));
            });

    [Fact]
    public void Parts_are_added_to_what_is_there_and_impossible_weights_are_refused()
    {
        long[] parts = [5, 5];
        Apportionment.Add(10, [1, 4], parts);
        Assert.Equal([7, 13], parts);
        Assert.Throws<ArgumentOutOfRangeException>(() => Apportionment.Add(1, [0, 0], new long[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Apportionment.Add(1, [-1, 2], new long[2]));
    }
}
