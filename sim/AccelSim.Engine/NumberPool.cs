namespace AccelSim.Engine;

/// <summary>Structs in use, by number; numbers are used again, the last one returned first.</summary>
/// <param name="least">For how many there is room at first.</param>
public sealed class NumberPool<T>(int least = 1024)
    where T : struct
{
    private int[] _free = [];
    private int _freeCount;

    /// <summary>All of them by number; another array after <see cref="Take"/> had to grow it.</summary>
    public T[] Items { get; private set; } = [];

    /// <summary>How many are in use.</summary>
    public int InUse => Items.Length - _freeCount;

    /// <summary>Hands out the number of a struct, which holds what it last held.</summary>
    public int Take()
    {
        if (_freeCount == 0)
        {
            Grow();
        }

        return _free[--_freeCount];
    }

    /// <summary>Takes a number back.</summary>
    public void Return(int number) => _free[_freeCount++] = number;

    private void Grow()
    {
        var had = Items.Length;
        var items = new T[Math.Max(least, 2 * had)];
        Items.CopyTo(items, 0);
        Items = items;
        _free = new int[items.Length];
        for (var number = items.Length - 1; number >= had; number--)
        {
            _free[_freeCount++] = number;
        }
    }
}
