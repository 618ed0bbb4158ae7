using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace AccelSim.Graph;

/// <summary>An immutable list of integers compared by value, so that operator records that hold axes, strides or pads compare by value too.</summary>
[CollectionBuilder(typeof(Ints), nameof(Create))]
public readonly struct Ints : IEquatable<Ints>, IReadOnlyList<long>
{
    private readonly ImmutableArray<long> _items;

    private Ints(ImmutableArray<long> items) => _items = items;

    /// <summary>Number of integers.</summary>
    public int Count => _items.IsDefault ? 0 : _items.Length;

    /// <summary>One integer.</summary>
    public long this[int index] => _items[index];

    /// <summary>Makes a list.</summary>
    public static Ints Create(ReadOnlySpan<long> items) => new([.. items]);

    /// <summary>Makes a list.</summary>
    public static Ints Of(IEnumerable<long> items) => new([.. items]);

    /// <summary>The same integer several times.</summary>
    public static Ints Repeat(long value, int count) => Of(Enumerable.Repeat(value, count));

    /// <summary>The integers as a span.</summary>
    public ReadOnlySpan<long> AsSpan() => _items.IsDefault ? [] : _items.AsSpan();

    /// <inheritdoc/>
    public bool Equals(Ints other) => AsSpan().SequenceEqual(other.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Ints other && Equals(other);

    /// <summary>Value equality.</summary>
    public static bool operator ==(Ints left, Ints right) => left.Equals(right);

    /// <summary>Value inequality.</summary>
    public static bool operator !=(Ints left, Ints right) => !left.Equals(right);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in AsSpan())
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)(_items.IsDefault ? [] : _items)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Written as <c>[1, 2]</c>.</summary>
    public override string ToString() => "[" + string.Join(", ", this) + "]";
}
