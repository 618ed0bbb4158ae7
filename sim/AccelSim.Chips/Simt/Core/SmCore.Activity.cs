using System.Numerics;
using AccelSim.Isa.Simt;

namespace AccelSim.Chips.Simt;

/// <summary>What an instruction does that costs energy, counted once when it issues.</summary>
internal sealed partial class SmCore
{
    private SmActivity _activity;

    /// <summary>What its units did so far.</summary>
    public SmActivity Activity => _activity;

    /// <summary>The unit's work, and the operands and results of the lanes that executed.</summary>
    private void CountIssue(in SimtIssue issue)
    {
        var lanes = BitOperations.PopCount(_access.Lanes);
        _activity.Add(issue.Place, issue.Macs + (issue.Operations * lanes));
        _activity.Read(SmMemory.Registers, issue.OperandBytes * lanes);
        _activity.Write(SmMemory.Registers, issue.ResultBytes * lanes);
    }

    private void CountShared(SimtTiming timing)
    {
        var bytes = BitOperations.PopCount(_access.Reading) * _access.LaneBytes;
        _activity.Read(SmMemory.Shared, timing == SimtTiming.SharedStore ? 0 : bytes);
        _activity.Write(SmMemory.Shared, timing is SimtTiming.SharedStore or SimtTiming.SharedAtomic ? bytes : 0);
    }

    /// <summary>Copies write shared memory where they do not pass through registers.</summary>
    private void CountCopy() => _activity.Write(SmMemory.Shared, BitOperations.PopCount(_access.Lanes) * _access.LaneBytes);
}
