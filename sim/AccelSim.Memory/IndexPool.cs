namespace AccelSim.Memory;

/// <summary>Small numbers that are handed out and taken back; the highest is below the most that were out at once, rounded up.</summary>
public sealed class IndexPool
{
    private int[] _free = [];
    private int _freeCount;

    /// <summary>Numbers that exist, 0 to this less 1.</summary>
    public int Capacity => _free.Length;

    /// <summary>Numbers that are out.</summary>
    public int Out => _free.Length - _freeCount;

    /// <summary>Hands a number out.</summary>
    public int Take()
    {
        if (_freeCount == 0)
        {
            var length = _free.Length;
            Array.Resize(ref _free, Math.Max(64, length * 2));
            for (var i = _free.Length - 1; i >= length; i--)
            {
                _free[_freeCount++] = i;
            }
        }

        return _free[--_freeCount];
    }

    /// <summary>Takes a number back.</summary>
    public void Return(int index) => _free[_freeCount++] = index;
}
