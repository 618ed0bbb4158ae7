namespace AccelSim.Chips.Simt;

/// <summary>Whose the counts are: from one issue to the next of another kernel, what the SM counts belongs to the kernel of the warp that issued.</summary>
internal sealed partial class SmCore
{
    private readonly KernelAccount?[] _accounts;
    private readonly IssueSlots[] _slotsBefore;
    private KernelAccount? _owner;
    private SmCounters _countersBefore;
    private StallCounts _stallsBefore;
    private SmActivity _activityBefore;

    /// <summary>Enters what was counted so far with its kernel.</summary>
    public void Settle()
    {
        if (_owner is { } owner)
        {
            owner.Enter(Since(_counters, _countersBefore), Since(_stalls, _stallsBefore), Since(_activity, _activityBefore));
            for (var subCore = 0; subCore < _subCores.Length; subCore++)
            {
                owner.SlotsOf(_number, subCore).AddSince(_subCores[subCore].Slots, _slotsBefore[subCore]);
            }
        }

        (_countersBefore, _stallsBefore, _activityBefore) = (_counters, _stalls, _activity);
        for (var subCore = 0; subCore < _subCores.Length; subCore++)
        {
            _slotsBefore[subCore].Copy(_subCores[subCore].Slots);
        }
    }

    private void ChangeOwner(KernelAccount? account)
    {
        Settle();
        _owner = account;
    }

    private static T Since<T>(T now, T before)
        where T : unmanaged
    {
        var from = CountCells.Of(ref before);
        var to = CountCells.Of(ref now);
        for (var i = 0; i < to.Length; i++)
        {
            to[i] -= from[i];
        }

        return now;
    }
}
