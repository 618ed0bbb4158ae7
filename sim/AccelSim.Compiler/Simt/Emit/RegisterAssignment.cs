using AccelSim.Isa.Simt;

namespace AccelSim.Compiler.Simt.Emit;

/// <summary>The register of every group, and the predicate of every virtual one.</summary>
/// <param name="Registers">First register of each group as instructions number it: 0 is <c>rz</c>.</param>
/// <param name="Predicates">Predicate of each virtual one; 0 is <c>pt</c>.</param>
internal sealed record RegisterAssignment(int[] Registers, int[] Predicates)
{
    /// <summary>Number of a register in an instruction.</summary>
    public byte Of(Reg register) => register.IsZero ? (byte)0 : (byte)(Registers[register.Group] + register.Part);

    /// <summary>A predicate in an instruction.</summary>
    public SimtPredicate Of(Pred predicate) => new(predicate.Number == 0 ? 0 : Predicates[predicate.Number], predicate.Negated);
}
