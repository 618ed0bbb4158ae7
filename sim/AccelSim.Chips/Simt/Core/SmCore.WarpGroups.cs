using AccelSim.Functional.Simt;
using AccelSim.Isa.Simt;

namespace AccelSim.Chips.Simt;

/// <summary>
/// Products of warp groups: a product starts when the last of its four warps has issued it and the tensor cores of their sub-cores are free, takes
/// them for its cycles, and is complete a tail later. A chain of them follows each other without gap, whatever they add to.
/// </summary>
internal sealed partial class SmCore
{
    private readonly int[] _warpNumber;

    // Of each warp: products that its last wait is for, 0 once it is known when they are complete; and when that is.
    private readonly int[] _productsAwaited;
    private readonly long[] _productsUntil;

    /// <summary>Returns the cycle of the warp's next issue, waits aside.</summary>
    private long WarpGroup(int slot, in SimtIssue issue, long cycle)
    {
        switch (issue.Opcode)
        {
            case SimtOpcode.WgmmaFence or SimtOpcode.WgmmaCommit:
                return cycle + 1;
            case SimtOpcode.WgmmaWait:
                _productsAwaited[slot] = _access.Products;
                return cycle + 1;
        }

        _counters.TensorCycles += issue.Latency;
        _counters.TensorMacs += issue.Macs;
        if (_access.Starts)
        {
            StartProduct(slot, issue, cycle);
        }

        return cycle + issue.Interval;
    }

    private void StartProduct(int slot, in SimtIssue issue, long cycle)
    {
        var block = _blocks[_block[slot]];
        var group = _warpNumber[slot] / SimtWarpGroups.Warps;
        var start = cycle + issue.Interval;
        var end = start;
        var members = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(block.Warps).Slice(group * SimtWarpGroups.Warps, SimtWarpGroups.Warps);
        foreach (var member in members)
        {
            start = Math.Max(start, TensorFree(member));
        }

        foreach (var member in members)
        {
            // warps that share a sub-core come one after the other
            ref var free = ref TensorFree(member);
            free = Math.Max(free, start) + issue.Latency;
            end = Math.Max(end, free);
        }

        block.Complete[(group * SmBlock.Products) + (int)(block.Started[group]++ % SmBlock.Products)] = end + _sm.Tensor!.Wgmma!.Tail.Count;
        foreach (var member in members)
        {
            if (member != slot && Belongs(member, block) && _ready[member] == Never && _waitsAt[member] < 0)
            {
                GoOn(member, _issued[member] + 1, StallReason.Gmma, cycle);
            }
        }
    }

    private ref long TensorFree(int slot) => ref _subCores[slot % _subCores.Length].Ports[SimtCode.TensorPort];

    /// <summary>A warp waits for the products of its last wait, and before a product for room among those on their way.</summary>
    private void AwaitProducts(int slot, in SimtIssue next, ref long ready, ref StallReason reason)
    {
        if (_productsAwaited[slot] > 0)
        {
            var until = CompleteAt(slot, _productsAwaited[slot]);
            if (until == Never)
            {
                (ready, reason) = (Never, StallReason.Gmma);
                return;
            }

            (_productsAwaited[slot], _productsUntil[slot]) = (0, until);
        }

        var at = _productsUntil[slot];
        if (next.Timing == SimtTiming.GroupProduct)
        {
            at = Math.Max(at, CompleteAt(slot, _blocks[_block[slot]].State.WarpGroups.Made(_warpNumber[slot]) + 1 - SmBlock.Products));
        }

        if (at > ready)
        {
            (ready, reason) = (at, StallReason.Gmma);
        }
    }

    /// <summary>Cycle at which the first so many products of a warp's group are complete; never where some have not started.</summary>
    private long CompleteAt(int slot, long products)
    {
        var block = _blocks[_block[slot]];
        var group = _warpNumber[slot] / SimtWarpGroups.Warps;
        return products <= 0 || products + SmBlock.Products <= block.Started[group] ? 0
            : products > block.Started[group] ? Never
            : block.Complete[(group * SmBlock.Products) + (int)((products - 1) % SmBlock.Products)];
    }

    /// <summary>A block must not end with products that some warps did not make, nor with copies on their way into its shared memory.</summary>
    private static void CheckEnd(SmBlock block)
    {
        var problem = block.State.WarpGroups.Unfinished()
            ?? (block.Copies > 0 ? FormattableString.Invariant($"the block ends with {block.Copies} bulk copies on their way: it must wait for their mbarrier") : null);
        if (problem is not null)
        {
            throw new SimtExecutionException(
                block.Run!.Request.Program.Kernel.Name, FormattableString.Invariant($"block ({block.State.X}, {block.State.Y}, {block.State.Z})"), problem);
        }
    }
}
