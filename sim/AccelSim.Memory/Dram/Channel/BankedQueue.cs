namespace AccelSim.Memory;

/// <summary>Requests of one kind, by bank and in order of arrival.</summary>
internal sealed class BankedQueue(WaitingPool pool, ChannelTiming timing, bool write, int ranks, int banksPerRank)
{
    private readonly int[] _first = Filled(ranks * banksPerRank, -1);
    private readonly int[] _last = Filled(ranks * banksPerRank, -1);
    private readonly int[] _hit = Filled(ranks * banksPerRank, -1);
    private readonly BankSet _wanted = new(ranks * banksPerRank);

    /// <summary>Bursts that wait: of a request partly served, those that are left.</summary>
    public int Bursts { get; set; }

    /// <summary>Age of each bank's oldest request for the open row.</summary>
    public BankAges HitAges { get; } = new(ranks, banksPerRank);

    public int Oldest(int bank) => _first[bank];

    /// <summary>The first bank from <paramref name="bank"/> on for which a request waits; -1 when there is none.</summary>
    public int BankFrom(int bank) => _wanted.From(bank);

    /// <summary>The oldest request of a bank for the open row; -1 when there is none.</summary>
    public int Hit(int bank) => _hit[bank];

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

    /// <summary>A row of a bank was opened.</summary>
    public void Opened(int bank, long row) => SetHit(bank, Find(_first[bank], row));

    /// <summary>The row of a bank was closed.</summary>
    public void Closed(int bank) => SetHit(bank, -1);

    /// <summary>Adds a request to a bank whose open row is <paramref name="openRow"/> (-1: none).</summary>
    public void Add(int index, long openRow)
    {
        ref var waiting = ref pool[index];
        var bank = waiting.Request.Bank;
        Bursts += waiting.Request.Count;
        if (_first[bank] < 0)
        {
            _first[bank] = index;
            _wanted.Add(bank);
        }
        else
        {
            pool[_last[bank]].Next = index;
        }

        _last[bank] = index;
        if (_hit[bank] < 0 && waiting.Request.Row == openRow)
        {
            SetHit(bank, index);
        }
    }

    /// <summary>Takes a request out; its bursts count on until they are served.</summary>
    public void Remove(int index)
    {
        ref var waiting = ref pool[index];
        var bank = waiting.Request.Bank;
        if (_hit[bank] == index)
        {
            SetHit(bank, Find(waiting.Next, waiting.Request.Row));
        }

        if (_first[bank] == index)
        {
            _first[bank] = waiting.Next;
            if (waiting.Next < 0)
            {
                _last[bank] = -1;
                _wanted.Remove(bank);
            }
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
    }

    /// <summary>True where a request covers all of another.</summary>
    public bool Covers(in DramRequest request)
    {
        for (var index = _first[request.Bank]; index >= 0; index = pool[index].Next)
        {
            if (pool[index].Covers(request))
            {
                return true;
            }
        }

        return false;
    }

    private int Find(int index, long row)
    {
        while (index >= 0 && pool[index].Request.Row != row)
        {
            index = pool[index].Next;
        }

        return index;
    }

    private void SetHit(int bank, int index)
    {
        if (index < 0 && _hit[bank] < 0)
        {
            return;
        }

        _hit[bank] = index;
        if (index < 0)
        {
            HitAges.Clear(bank);
        }
        else
        {
            HitAges.Set(bank, pool[index].Sequence, timing.BankColumnAt(bank, write));
        }
    }

    private static int[] Filled(int length, int value)
    {
        var array = new int[length];
        Array.Fill(array, value);
        return array;
    }
}
