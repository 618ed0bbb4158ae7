namespace AccelSim.Isa.Simt;

public static partial class SimtInstructionSet
{
    private static IEnumerable<SimtInstructionDef> Lanes()
    {
        SimtInstructionDef Shuffle(SimtOpcode opcode, string kind, string from) =>
            Row(opcode, $"shfl.{kind}{{segment}}", SimtUnit.Shuffle, SimtTiming.Shuffle, "=d a b?",
                $"d = a of the lane {from} inside the segment (the warp, or the given width); a lane outside, or one that is not active, gives the lane's own a.");

        SimtInstructionDef Vote(SimtOpcode opcode, string kind, string operands, string summary) =>
            Row(opcode, $"vote.{kind}", SimtUnit.Integer, SimtTiming.WarpReduce, operands, summary);

        SimtInstructionDef Reduce(SimtOpcode opcode, string kind, string what) =>
            Row(opcode, $"redux.{kind}", SimtUnit.Integer, SimtTiming.WarpReduce, "=d a", $"d of every active lane = {what} over the active lanes.") with { Needs = "redux" };

        yield return Shuffle(SimtOpcode.ShuffleIndex, "idx", "b");
        yield return Shuffle(SimtOpcode.ShuffleUp, "up", "that is b below");
        yield return Shuffle(SimtOpcode.ShuffleDown, "down", "that is b above");
        yield return Shuffle(SimtOpcode.ShuffleXor, "bfly", "whose number is this one's exclusive-or b");
        yield return Vote(SimtOpcode.VoteAll, "all", "=p q", "p = q holds in every active lane.");
        yield return Vote(SimtOpcode.VoteAny, "any", "=p q", "p = q holds in some active lane.");
        yield return Vote(SimtOpcode.VoteBallot, "ballot", "=d:2 q", "Bit i of the pair d = lane i is active and q holds there.");
        yield return Reduce(SimtOpcode.ReduceAddS32, "add.s32", "the wrapping sum of a");
        yield return Reduce(SimtOpcode.ReduceMinS32, "min.s32", "the smallest a");
        yield return Reduce(SimtOpcode.ReduceMaxS32, "max.s32", "the largest a");
        yield return Reduce(SimtOpcode.ReduceMinU32, "min.u32", "the smallest a, unsigned,");
        yield return Reduce(SimtOpcode.ReduceMaxU32, "max.u32", "the largest a, unsigned,");
        yield return Reduce(SimtOpcode.ReduceAnd, "and.b32", "the bits set in every a");
        yield return Reduce(SimtOpcode.ReduceOr, "or.b32", "the bits set in some a");
        yield return Reduce(SimtOpcode.ReduceXor, "xor.b32", "the exclusive-or of a");
    }

    private static IEnumerable<SimtInstructionDef> Memory()
    {
        SimtInstructionDef Op(SimtOpcode opcode, string template, SimtTiming timing, string operands, string summary) =>
            Row(opcode, template, SimtUnit.LoadStore, timing, operands, summary);

        SimtInstructionDef Copy(SimtOpcode opcode, string template, SimtTiming timing, string operands, string summary) =>
            Op(opcode, template, timing, operands, summary) with { Needs = "asyncCopy" };

        SimtInstructionDef Bulk(SimtOpcode opcode, string template, string operands, string summary) =>
            Op(opcode, template, SimtTiming.BulkCopy, operands, summary) with { Needs = "tma" };

        SimtInstructionDef Mbarrier(SimtOpcode opcode, string template, string operands, string summary, SimtTiming timing = SimtTiming.Mbarrier, string needs = "mbarrier") =>
            Op(opcode, template, timing, operands, summary) with { Needs = needs };

        yield return Op(SimtOpcode.LoadGlobal, "ld.global{cache}{width}", SimtTiming.GlobalLoad, "=d:w [a]:2",
            "d = memory at a; cached in L1 and L2, with .cg in L2 only, with .cs first to be evicted. Narrow types are extended.");
        yield return Op(SimtOpcode.StoreGlobal, "st.global{width}", SimtTiming.GlobalStore, "[a]:2 b:w", "Memory at a = b.");
        yield return Op(SimtOpcode.LoadShared, "ld.shared{width}", SimtTiming.SharedLoad, "=d:w [a]", "d = the block's shared memory at a.");
        yield return Op(SimtOpcode.StoreShared, "st.shared{width}", SimtTiming.SharedStore, "[a] b:w", "The block's shared memory at a = b.");
        yield return Op(SimtOpcode.LoadLocal, "ld.local{width}", SimtTiming.LocalLoad, "=d:w [a]", "d = the thread's own memory at a.");
        yield return Op(SimtOpcode.StoreLocal, "st.local{width}", SimtTiming.LocalStore, "[a] b:w", "The thread's own memory at a = b.");
        yield return Op(SimtOpcode.LoadConstant, "ld.const{width}", SimtTiming.ConstantLoad, "=d:w [a]", "d = the constant bank at a.");
        yield return Op(SimtOpcode.AtomicGlobal, "atom.global{atomic}", SimtTiming.GlobalAtomic, "=d [a]:2 b", "d = memory at a, which becomes it combined with b, lane after lane.");
        yield return Op(SimtOpcode.AtomicShared, "atom.shared{atomic}", SimtTiming.SharedAtomic, "=d [a] b", "As atom.global, in shared memory.");
        yield return Op(SimtOpcode.CompareSwapGlobal, "atom.global.cas.b32", SimtTiming.GlobalAtomic, "=d [a]:2 b c", "d = memory at a, which becomes c where it was b.");
        yield return Op(SimtOpcode.CompareSwapShared, "atom.shared.cas.b32", SimtTiming.SharedAtomic, "=d [a] b c", "As atom.global.cas, in shared memory.");
        yield return Op(SimtOpcode.AtomicGlobal64, "atom.global.add.u64", SimtTiming.GlobalAtomic, "=d:2 [a]:2 b:2", "d = memory at a, to which b is added, 64 bits.");
        yield return Op(SimtOpcode.ReduceGlobal, "red.global{atomic}", SimtTiming.GlobalAtomic, "[a]:2 b", "Memory at a becomes it combined with b, lane after lane; nothing comes back.");

        yield return Copy(SimtOpcode.CopyAsync, "cp.async{copywidth}{fetch}", SimtTiming.AsyncCopy, "(b) [a]:2",
            "Copies from global memory at a to shared memory at b, 4, 8 or 16 bytes a lane, past the registers; part of the warp's next group.");
        yield return Copy(SimtOpcode.CopyAsyncZeroFill, "cp.async.zfill{copywidth}{fetch}", SimtTiming.AsyncCopy, "(b) [a]:2 q", "As cp.async; lanes where q does not hold write zeros and read nothing.");
        yield return Copy(SimtOpcode.CopyCommit, "cp.async.commit", SimtTiming.AsyncGroup, "", "The copies since the last commit are a group.");
        yield return Copy(SimtOpcode.CopyWait, "cp.async.wait", SimtTiming.AsyncGroup, "#groups", "Waits until at most that many groups of the warp are on their way.");
        yield return Bulk(SimtOpcode.CopyBulk, "cp.async.bulk", "(b) [a]:2 c:2",
            "Copies from global memory at a to shared memory at b as many bytes as the first register of c says, and takes them from what the mbarrier at the second expects.");
        yield return Bulk(SimtOpcode.CopyBulkBox, "cp.async.bulk.box{swizzle}", "(b) [a]:2 c:4",
            "Copies rows, which lie one behind the other at b; the registers of c are the bytes of a row, the rows, the bytes from row to row in global memory, and the mbarrier. Rows with a swizzle are as long as it, and b is a multiple of eight rows.");

        yield return Mbarrier(SimtOpcode.MbarrierInit, "mbarrier.init", "(a) b?", "The eight bytes of shared memory at a become a barrier in phase 0, whose phases wait for b arrivals each.");
        yield return Mbarrier(SimtOpcode.MbarrierArrive, "mbarrier.arrive", "[a]", "Each active lane arrives at the barrier at a.");
        yield return Mbarrier(SimtOpcode.MbarrierArriveExpectTx, "mbarrier.arrive.expect_tx", "(a) b?", "The phase waits for b more bytes of bulk copies; then as mbarrier.arrive.", needs: "tma");
        yield return Mbarrier(SimtOpcode.MbarrierExpectTx, "mbarrier.expect_tx", "(a) b?", "The phase waits for b more bytes of bulk copies.", needs: "tma");
        yield return Mbarrier(SimtOpcode.MbarrierTryWait, "mbarrier.try_wait.parity", "=p [a] b", "Waits until the phase whose number has the lowest bit of b is over; p = true. All active lanes name one barrier and parity.", SimtTiming.MbarrierWait);
    }
}
