using AccelSim.Isa.Mlu;

namespace AccelSim.Chips.Mlu;

/// <summary>Mnemonics by opcode, for traces.</summary>
internal static class Mnemonics
{
    public static string Of(MluOpcode opcode) => MluInstructionSet.Get(opcode).Mnemonic;
}
