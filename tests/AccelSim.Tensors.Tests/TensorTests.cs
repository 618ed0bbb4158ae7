using FsCheck.Fluent;

namespace AccelSim.Tensors.Tests;

/// <summary>Shapes and tensors.</summary>
public sealed class TensorTests
{
    [Fact]
    public void Shape_counts_elements_and_strides()
    {
        var shape = new Shape(2, 3, 4);
        Assert.Equal(24, shape.ElementCount);
        Assert.Equal([12, 4, 1], shape.Strides());
        Assert.Equal(4, shape[-1]);
        Assert.Equal("[2, 3, 4]", shape.ToString());
        Assert.Equal(shape, Shape.Of([2, 3, 4]));
        Assert.Equal(1, Shape.Scalar.ElementCount);
    }

    [Fact]
    public void Shape_refuses_negative_and_uncountable_extents()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Shape(2, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Shape(1L << 40, 1L << 40));
    }

    [Fact]
    public void Broadcasting_is_commutative_and_gives_readable_strides() => Law.Holds(
        Gen.ArrayOf(Gen.Elements(1L, 1L, 2L, 3L), 3).SelectMany(_ => Gen.ArrayOf(Gen.Elements(1L, 1L, 2L, 3L), 2), (a, b) => (new Shape(a), new Shape(b))), pair =>
        {
            var (a, b) = pair;
            var both = Shape.Broadcast(a, b);
            Assert.Equal(both, Shape.Broadcast(b, a));
            if (both is not null)
            {
                Assert.All(a.BroadcastStrides(both).Zip(both.Dims), pair => Assert.True(pair.First * (pair.Second - 1) < a.ElementCount));
            }
        });

    [Fact]
    public void Tensor_too_large_for_memory_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new Tensor(ElementType.Float32, new Shape(1L << 30)));

    [Fact]
    public void Tensor_read_as_another_type_is_refused() => Assert.Throws<InvalidOperationException>(() => Tensor.Scalar(1f).Span<int>().Length);

    [Fact]
    public void Tensor_with_the_wrong_number_of_elements_is_refused() => Assert.Throws<ArgumentException>(() => Tensor.Of(new Shape(3), 1f, 2f));

    [Fact]
    public void Every_integer_type_survives_a_round_trip_and_wraps() => Law.Holds(
        Gen.Elements(Enum.GetValues<ElementType>().Where(type => type.IsInteger()).ToArray()).SelectMany(_ => Gen.Choose(int.MinValue, int.MaxValue), (type, value) => (type, (long)value)), test =>
        {
            var (type, value) = test;
            var stored = Tensor.FromInt64s(new TensorType(type, Shape.Scalar), [value]).ToInt64s()[0];
            var (min, max) = type.IntegerRange();
            var modulus = max - min + 1;
            Assert.Equal(0, (Int128)(stored - value) % modulus);
            Assert.True(stored >= min && stored <= Int128.Min(max, long.MaxValue) || type == ElementType.UInt64);
        });

    [Fact]
    public void Every_float_type_converts_through_doubles()
    {
        foreach (var type in Enum.GetValues<ElementType>().Where(type => type.IsFloat()))
        {
            double[] values = [0, 1, -2.5, 0.15625, 96];
            var tensor = Tensor.FromDoubles(new TensorType(type, new Shape(5)), values);
            Assert.Equal(values, tensor.ToDoubles());
            Assert.Equal(values.Select(value => (float)value), tensor.ToFloat32());
            Assert.Equal(5 * type.SizeInBytes(), tensor.Bytes.Length);
        }
    }

    [Fact]
    public void Reshaped_shares_the_contents()
    {
        var tensor = Tensor.Vector(1, 2, 3, 4);
        tensor.Reshaped(new Shape(2, 2)).Span<int>()[3] = 9;
        Assert.Equal([1, 2, 3, 9], tensor.Span<int>().ToArray());
        Assert.Throws<ArgumentException>(() => tensor.Reshaped(new Shape(3)));
    }
}
