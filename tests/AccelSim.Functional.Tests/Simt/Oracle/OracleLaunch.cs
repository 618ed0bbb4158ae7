using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Tests.Simt.Oracle;

/// <summary>What the oracle knows of a launch.</summary>
internal sealed record OracleLaunch(SimtKernel Kernel, SimtExtent Grid, SimtExtent Block, int WarpWidth, byte[] Constants, byte[] Global)
{
    /// <summary>The mnemonic of each instruction, and its words.</summary>
    public (string Text, string[] Words)[] Mnemonics { get; } =
        [.. Kernel.Instructions.Select(i => SimtInstructionSet.Get(i.Opcode).Mnemonic(i.Mode)).Select(text => (text, text.Split('.')))];
}
