namespace AccelSim.Isa.Mlu;

public static partial class MluInstructionSet
{
    private static IEnumerable<MluInstructionDef> Control()
    {
        const MluUnit Unit = MluUnit.Control;
        yield return Row(MluOpcode.Nop, "nop", Unit, MluTiming.Control, [], "", "Does nothing for one decode slot.");
        yield return Row(MluOpcode.Halt, "halt", Unit, MluTiming.Control, [], "", "Ends the task once every queue of the core has drained.");
        yield return Row(MluOpcode.Jump, "jump", Unit, MluTiming.Branch, [], "@target", "Continues at target.");
        yield return Row(MluOpcode.JumpRegister, "jr", Unit, MluTiming.Branch, [], "address", "Continues at the instruction index in a register (return from call).");
        yield return Row(MluOpcode.Call, "call", Unit, MluTiming.Branch, [], "=link @target", "Saves the next instruction index and continues at target.");
        yield return Row(MluOpcode.BranchEqual, "beq", Unit, MluTiming.Branch, [], "a b @target", "Branches when a = b.");
        yield return Row(MluOpcode.BranchNotEqual, "bne", Unit, MluTiming.Branch, [], "a b @target", "Branches when a != b.");
        yield return Row(MluOpcode.BranchLess, "blt", Unit, MluTiming.Branch, [], "a b @target", "Branches when a < b, signed.");
        yield return Row(MluOpcode.BranchGreaterEqual, "bge", Unit, MluTiming.Branch, [], "a b @target", "Branches when a >= b, signed.");

        yield return Row(MluOpcode.Sync, "sync", Unit, MluTiming.Synchronise, [new(MluSuffixField.SyncMask, ["io", "move", "compute"])], "",
            "Waits until the named queues of this core have drained; without a name, all of them.");
        yield return Row(MluOpcode.Barrier, "barrier", Unit, MluTiming.Barrier, [new(MluSuffixField.BarrierScope, ["cluster", "ipu", "mpu", "all"])], "",
            "Drains this core's queues, then waits until every participant of the scope has arrived.");
        yield return Row(MluOpcode.SemaphoreP, "pv.p", Unit, MluTiming.Semaphore, [], "semaphore?", "Waits until the cluster's semaphore is above zero, then takes one.");
        yield return Row(MluOpcode.SemaphoreV, "pv.v", Unit, MluTiming.Semaphore, [], "semaphore?", "Adds one to the cluster's semaphore once this core's queues have drained.");
    }
}
