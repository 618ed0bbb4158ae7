namespace AccelSim.Memory;

/// <summary>Requests of one kind, by bank and in order of arrival.</summary>
internal sealed class BankedQueue(WaitingPool pool, int banks)
{
    private const int Unknown = -2;

    private readonly int[] _first = Filled(banks, -1);
    private readonly int[] _last = Filled(banks, -1);
    private readonly int[] _hit = Filled(banks, Unknown);

    public BankSet Banks { get; } = new(banks);

    /// <summary>Bursts that wait: of a request partly served, those that are left.</summary>
    public int Bursts { get; set; }

    public int Oldest(int bank) => _first[bank];

    /// <summary>The oldest request of a bank for row <paramref name="row"/>; -1 when there is none.</summary>
    public int Hit(int bank, long row)
    {
        if (_hit[bank] == Unknown)
        {
            var index = row < 0 ? -1 : _first[bank];
            while (index >= 0 && pool[index].Request.Row != row)
            {
                index = pool[index].Next;
            }

            _hit[bank] = index;
        }

        return _hit[bank];
    }

    /// <summary>The oldest request of a bank for another row than <paramref name="row"/>; -1 when there is none.</summary>
    public int OldestMiss(int bank, long row)
    {
        var index = _first[bank];
        while (index >= 0 && pool[index].Request.Row == row)
        {
            index = pool[index].Next;
        }

        return index;
    }

    /// <summary>The open row of a bank has changed.</summary>
    public void Forget(int bank) => _hit[bank] = Unknown;

    public void Add(int index)
    {
        ref var waiting = ref pool[index];
        var bank = waiting.Request.Bank;
        Bursts += waiting.Request.Count;
        if (_first[bank] < 0)
        {
            _first[bank] = index;
            Banks.Add(bank);
        }
        else
        {
            pool[_last[bank]].Next = index;
        }

        _last[bank] = index;
        _hit[bank] = _hit[bank] < 0 ? Unknown : _hit[bank];
    }

    /// <summary>Takes a request out, with those of its bursts that were not served here.</summary>
    public void Remove(int index)
    {
        ref var waiting = ref pool[index];
        var bank = waiting.Request.Bank;
        Bursts -= waiting.Request.Count - waiting.Served;
        if (_first[bank] == index)
        {
            _first[bank] = waiting.Next;
            _last[bank] = waiting.Next < 0 ? -1 : _last[bank];
        }
        else
        {
            var before = _first[bank];
            while (pool[before].Next != index)
            {
                before = pool[before].Next;
            }

            pool[before].Next = waiting.Next;
            _last[bank] = waiting.Next < 0 ? before : _last[bank];
        }

        waiting.Next = -1;
        _hit[bank] = Unknown;
        if (_first[bank] < 0)
        {
            Banks.Remove(bank);
        }
    }

    public bool Overlaps(in DramRequest request)
    {
        for (var index = _first[request.Bank]; index >= 0; index = pool[index].Next)
        {
            if (pool[index].Overlaps(request))
            {
                return true;
            }
        }

        return false;
    }

    private static int[] Filled(int length, int value)
    {
        var array = new int[length];
        Array.Fill(array, value);
        return array;
    }
}
