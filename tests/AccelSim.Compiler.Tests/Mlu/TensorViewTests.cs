using AccelSim.Compiler.Lowering;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Compiler.Tests.Mlu;

/// <summary>Views against the plainest model of them: the list of element addresses in logical order.</summary>
public sealed class TensorViewTests
{
    private static readonly Gen<long[]> Dims = Gen.Choose(1, 4).SelectMany(rank => Gen.ArrayOf(Gen.Choose(1, 5).Select(dim => (long)dim), rank));

    private static IEnumerable<long> Addresses(TensorView view)
    {
        var index = new long[view.Dims.Length];
        for (var i = 0L; i < view.Count; i++)
        {
            yield return view.Offset + index.Select((at, axis) => at * view.Strides[axis]).Sum();
            for (var axis = index.Length - 1; axis >= 0 && ++index[axis] == view.Dims[axis]; axis--)
            {
                index[axis] = 0;
            }
        }
    }

    private static Gen<TensorView> Permuted => from dims in Dims
                                               from order in Gen.Shuffle(Enumerable.Range(0, dims.Length).ToArray())
                                               select TensorView.DenseInOrder(0, dims, order);

    [Fact]
    public void Reshape_keeps_the_elements_in_order_or_asks_for_a_copy() =>
        Law.Holds(
            from view in Permuted from seed in Gen.Choose(0, int.MaxValue - 1) select (view, seed),
            pair =>
            {
                var dims = Factors(pair.view.Count, new System.Random(pair.seed));
                var reshaped = pair.view.Reshaped(dims);
                // a row-major view can always be reshaped
                Assert.True(reshaped is not null || !pair.view.IsDense);
                Assert.True(reshaped is null || Addresses(reshaped).SequenceEqual(Addresses(pair.view)));
            }, count: 1000);

    [Fact]
    public void Permuted_dense_views_cover_a_range_exactly_once() =>
        Law.Holds(Permuted, view => view.IsPermutedDense && Addresses(view).Order().SequenceEqual(Enumerable.Range(0, (int)view.Count).Select(i => (long)i)), count: 500);

    [Fact]
    public void Slices_pick_the_elements_they_name() =>
        Law.Holds(Permuted, view =>
        {
            long[] starts = [.. view.Dims.Select(dim => dim / 2)], lengths = [.. view.Dims.Select(dim => dim - (dim / 2))];
            var slice = view.Sliced(starts, [.. view.Dims.Select(_ => 1L)], lengths);
            Assert.Equal(view.Offset + starts.Select((start, axis) => start * view.Strides[axis]).Sum(), Addresses(slice).First());
            Assert.Subset(Addresses(view).ToHashSet(), Addresses(slice).ToHashSet());
        });

    [Fact]
    public void Collapsing_keeps_the_addresses() =>
        Law.Holds(Permuted, view =>
        {
            var axes = view.Collapsed(Enumerable.Range(0, view.Dims.Length));
            var collapsed = new TensorView(0, view.Offset, [.. axes.Select(axis => axis.Extent)], [.. axes.Select(axis => axis.Stride)]);
            Assert.Equal(Addresses(view), Addresses(collapsed));
        });

    private static long[] Factors(long product, System.Random random)
    {
        var dims = new List<long>();
        while (product > 1)
        {
            var divisors = Enumerable.Range(1, (int)product).Where(d => product % d == 0).ToArray();
            var factor = divisors[random.Next(divisors.Length)];
            dims.Add(factor);
            product /= factor;
            if (dims.Count > 5)
            {
                dims.Add(product);
                product = 1;
            }
        }

        return [.. dims];
    }
}
