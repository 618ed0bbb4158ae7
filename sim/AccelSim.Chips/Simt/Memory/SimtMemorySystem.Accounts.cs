using AccelSim.Engine;

namespace AccelSim.Chips.Simt;

/// <summary>Where the time of the slices went.</summary>
internal sealed partial class SimtMemorySystem
{
    /// <summary>Time of a slice by cause, up to a time (fs) or up to when it is taken.</summary>
    public ReadOnlySpan<long> SliceTime(int slice, long time)
    {
        _slices[slice].Ledger.AdvanceIfLater(time, Cause.Idle);
        return _slices[slice].Ledger.ByCause;
    }

    /// <summary>Number of slices.</summary>
    public int Slices => _slices.Length;

    /// <summary>Enters what blocks would have done that were left out, of so long a time (fs).</summary>
    public void Enter(SkippedAccounts left, long femtoseconds)
    {
        _counters.Add(left.Memory);
        for (var number = 0; number < _slices.Length; number++)
        {
            var ledger = _slices[number].Ledger;
            var time = left.Slice(number, femtoseconds);
            for (var cause = 0; cause < time.Length; cause++)
            {
                ledger.Advance(ledger.End + time[cause], (Cause)cause);
            }
        }

        for (var bus = 0; bus < Dram.Config.Channels; bus++)
        {
            Dram.Count(bus, left.Bus(bus));
        }

        Dram.Count(left.Read, left.Written, left.Activates);
    }

    /// <summary>Ends what is drawn of the slices.</summary>
    public void EndSpans()
    {
        for (var slice = 0; slice < _sliceRows.Length; slice++)
        {
            Draw(slice);
            _sliceBusy[slice] = _slices[slice].Free;
        }
    }

    /// <summary>A slice serves a request from <paramref name="start"/> to <paramref name="end"/> (fs). Before that it had none, or one that could not be taken.</summary>
    private void Account(L2Slice slice, int number, long start, long end)
    {
        if (_trace is not null && start > slice.Free)
        {
            Draw(number);
            _sliceBusy[number] = start;
        }

        slice.Ledger.AdvanceIfLater(start, slice.Standing.Count > 0 ? Cause.CacheMissLimit : Cause.Idle);
        slice.Ledger.AdvanceIfLater(end, Cause.CacheBandwidth);
        slice.Free = end;
    }

    private void Draw(int slice)
    {
        if (_slices[slice].Free > _sliceBusy[slice])
        {
            _trace!.Span(_sliceRows[slice], _trace.Labels["busy"], _sliceBusy[slice], _slices[slice].Free);
        }
    }
}
