using AccelSim.Isa.Simt;

namespace AccelSim.Chips.Simt;

/// <summary>Groups of asynchronous copies of each warp, numbered as they are committed.</summary>
internal sealed partial class SmCore
{
    /// <summary>A commit ends the open group; a wait names how many groups may be on their way.</summary>
    private void CopyGroup(int slot, in SimtIssue issue)
    {
        if (issue.Opcode == SimtOpcode.CopyCommit)
        {
            _copyOpen[slot]++;

            // The next group's place may still be in use.
            _copyLimit[slot] = CopyGroups - 2;
        }
        else
        {
            _copyLimit[slot] = issue.Immediate;
        }

        Settle(slot);
    }

    private void CopyDone(int slot, int group)
    {
        _copyGroups[(slot * CopyGroups) + group]--;
        Settle(slot);
    }

    /// <summary>Groups that are complete, the oldest first: a wait counts them in their order.</summary>
    private void Settle(int slot)
    {
        while (_copyDone[slot] < _copyOpen[slot] && _copyGroups[(slot * CopyGroups) + (int)(_copyDone[slot] % CopyGroups)] == 0)
        {
            _copyDone[slot]++;
        }
    }

    /// <summary>True where more groups are on their way than the warp's last wait or commit allows; once it does, that wait is over.</summary>
    private bool CopiesAwaited(int slot)
    {
        if (_copyOpen[slot] - _copyDone[slot] > _copyLimit[slot])
        {
            return true;
        }

        _copyLimit[slot] = Never;
        return false;
    }
}
