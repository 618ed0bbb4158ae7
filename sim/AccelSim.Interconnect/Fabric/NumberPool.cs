namespace AccelSim.Interconnect;

/// <summary>Structs in use, by number; numbers are used again, the last one returned first.</summary>
internal sealed class NumberPool<T>
    where T : struct
{
    private int[] _free = [];
    private int _freeCount;

    /// <summary>All of them by number; another array after <see cref="Take"/> had to grow it.</summary>
    public T[] Items { get; private set; } = [];

    public int InUse => Items.Length - _freeCount;

    public int Take()
    {
        if (_freeCount == 0)
        {
            Grow();
        }

        return _free[--_freeCount];
    }

    public void Return(int number) => _free[_freeCount++] = number;

    private void Grow()
    {
        var had = Items.Length;
        var items = new T[Math.Max(1024, 2 * had)];
        Items.CopyTo(items, 0);
        Items = items;
        _free = new int[items.Length];
        for (var number = items.Length - 1; number >= had; number--)
        {
            _free[_freeCount++] = number;
        }
    }
}
