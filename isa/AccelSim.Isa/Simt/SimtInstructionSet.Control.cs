namespace AccelSim.Isa.Simt;

public static partial class SimtInstructionSet
{
    private static IEnumerable<SimtInstructionDef> Control()
    {
        SimtInstructionDef Op(SimtOpcode opcode, string template, SimtTiming timing, string operands, string summary) =>
            Row(opcode, template, SimtUnit.Control, timing, operands, summary);

        yield return Op(SimtOpcode.Nop, "nop", SimtTiming.Issue, "", "Does nothing.");
        yield return Op(SimtOpcode.Exit, "exit", SimtTiming.Issue, "", "The lanes end; barriers no longer wait for them.");
        yield return Op(SimtOpcode.Branch, "bra", SimtTiming.Branch, "@target",
            "Lanes where the guard holds go to the target. Where lanes part, those that jump wait; both paths meet again at the bsync of the innermost bssy around them.");
        yield return Op(SimtOpcode.ConvergeSet, "bssy", SimtTiming.Branch, "^barrier @target",
            "The active lanes will meet at the bsync of the barrier, which is at the target.");
        yield return Op(SimtOpcode.ConvergeSync, "bsync", SimtTiming.Branch, "^barrier",
            "Waits until every lane of the barrier's bssy is here or has ended, then all go on together.");
        yield return Op(SimtOpcode.BarrierSync, "bar.sync", SimtTiming.Barrier, "&barrier #threads",
            "Waits at the block's barrier (0 to 15) until that many threads have arrived; 0 means all of the block. The whole warp must be together.");
        yield return Op(SimtOpcode.BarrierArrive, "bar.arrive", SimtTiming.Barrier, "&barrier #threads", "Arrives at the block's barrier and goes on.");
        yield return Op(SimtOpcode.MemoryFence, "membar{scope}", SimtTiming.Fence, "", "Earlier accesses are seen before later ones by the block, the chip, the system.");
    }

    private static IEnumerable<SimtInstructionDef> Movement()
    {
        SimtInstructionDef Op(SimtOpcode opcode, string template, string operands, string summary, SimtTiming timing = SimtTiming.Alu) =>
            Row(opcode, template, SimtUnit.Integer, timing, operands, summary);

        yield return Op(SimtOpcode.Move32, "mov.b32", "=d b?", "d = b.");
        yield return Op(SimtOpcode.Move64, "mov.b64", "=d:2 b?:2", "d = b, 64 bits; an immediate is extended by its sign.", SimtTiming.AluWide);
        yield return Op(SimtOpcode.MoveSpecial, "s2r", "=d %special", "d = a special register.");
        yield return Op(SimtOpcode.Select32, "sel.b32", "=d a b? q", "d = q ? a : b.");
        yield return Op(SimtOpcode.Select64, "sel.b64", "=d:2 a:2 b?:2 q", "d = q ? a : b, 64 bits.", SimtTiming.AluWide);
        yield return Op(SimtOpcode.PredicateAnd, "and.pred", "=p q r", "p = q and r.", SimtTiming.Predicate);
        yield return Op(SimtOpcode.PredicateOr, "or.pred", "=p q r", "p = q or r.", SimtTiming.Predicate);
        yield return Op(SimtOpcode.PredicateXor, "xor.pred", "=p q r", "p = exactly one of q and r.", SimtTiming.Predicate);
        yield return Op(SimtOpcode.Permute, "prmt.b32", "=d a b? c",
            "Byte i of d = byte s of the eight bytes of a (0 to 3) and c (4 to 7), s in bits 4i+2..4i of b; bit 4i+3 of b copies that byte's sign bit instead.");

        SimtInstructionDef Set(SimtOpcode opcode, string type, string operands, SimtTiming timing = SimtTiming.Predicate, SimtUnit unit = SimtUnit.Integer) =>
            Row(opcode, $"setp{{compare}}{{combine}}.{type}", unit, timing, operands, "p = (a compared with b) combined with q.");

        yield return Set(SimtOpcode.SetPS32, "s32", "=p a b? q");
        yield return Set(SimtOpcode.SetPU32, "u32", "=p a b? q");
        yield return Set(SimtOpcode.SetPS64, "s64", "=p a:2 b?:2 q", SimtTiming.AluWide);
        yield return Set(SimtOpcode.SetPU64, "u64", "=p a:2 b?:2 q", SimtTiming.AluWide);
        yield return Set(SimtOpcode.SetPF32, "f32", "=p a b? q", SimtTiming.Float32, SimtUnit.Float32);
        yield return Set(SimtOpcode.SetPF64, "f64", "=p a:2 b?:2 q", SimtTiming.Float64, SimtUnit.Float64);
        yield return Set(SimtOpcode.SetPF16, "f16", "=p a b? q", SimtTiming.Half, SimtUnit.Half);
    }
}
