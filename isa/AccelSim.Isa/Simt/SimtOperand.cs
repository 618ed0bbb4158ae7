namespace AccelSim.Isa.Simt;

/// <summary>One operand of an instruction.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Name in documentation and messages.</param>
/// <param name="Slot">Where it is stored.</param>
/// <param name="Registers">Registers of 32 bits; 0 where the instruction's width or matrix count, or its columns, say how many.</param>
public sealed record SimtOperand(SimtOperandKind Kind, string Name, SimtSlot Slot, int Registers);
