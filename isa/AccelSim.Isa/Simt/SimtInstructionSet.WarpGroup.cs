namespace AccelSim.Isa.Simt;

public static partial class SimtInstructionSet
{
    /// <summary>Asynchronous products of four warps, as PTX has them for sm_90a (ISA 9.7.15).</summary>
    private static IEnumerable<SimtInstructionDef> WarpGroups()
    {
        static SimtInstructionDef Op(SimtOpcode opcode, string template, SimtTiming timing, string operands, string summary) =>
            Row(opcode, template, SimtUnit.WarpGroup, timing, operands, summary) with { Needs = "wgmma", WarpWidth = 32 };

        static SimtInstructionDef Product(SimtOpcode opcode, string from, string type, string a, string aIs) =>
            Op(opcode, $"wgmma.{from}.m64{{columns}}k16.f32.{type}{{transposed}}", SimtTiming.GroupProduct, $"+d:w {a} b:2 q",
                $"d = A * B + (q ? d : 0), asynchronously: {aIs}, B in shared memory as b describes it; A of 64 rows and 16 columns of {type}, d of f32.");

        const string Described = "A in shared memory as a describes it";
        const string Held = "A in registers";
        yield return Op(SimtOpcode.WgmmaFence, "wgmma.fence", SimtTiming.GroupSync, "", "What was done to registers before is seen by the products behind it.");
        yield return Op(SimtOpcode.WgmmaCommit, "wgmma.commit_group", SimtTiming.GroupSync, "", "The warp's products since the last commit are a group.");
        yield return Op(SimtOpcode.WgmmaWait, "wgmma.wait_group", SimtTiming.GroupSync, "#groups", "Waits until at most that many groups of the warp are not complete.");
        yield return Product(SimtOpcode.WgmmaSharedF32F16, "ss", "f16", "a:2", Described);
        yield return Product(SimtOpcode.WgmmaRegistersF32F16, "rs", "f16", "a:4", Held);
        yield return Product(SimtOpcode.WgmmaSharedF32BF16, "ss", "bf16", "a:2", Described);
        yield return Product(SimtOpcode.WgmmaRegistersF32BF16, "rs", "bf16", "a:4", Held);
    }
}
