using System.Collections.Immutable;
using AccelSim.Isa.Simt;

namespace AccelSim.Compiler.Simt.Emit;

/// <summary>From code over virtual registers to a kernel: assigns registers, spills until they suffice, resolves labels.</summary>
internal static class KernelFinisher
{
    private const int LocalLimit = 64 << 10;

    /// <summary>Finishes a kernel.</summary>
    /// <param name="name">Name.</param>
    /// <param name="parameters">Launch arguments.</param>
    /// <param name="code">Code; ends with <c>exit</c>.</param>
    /// <param name="groups">Registers of each group.</param>
    /// <param name="sharedBytes">Bytes of shared memory of a block.</param>
    /// <param name="registers">Registers that may be used.</param>
    /// <exception cref="CompileException">The registers do not suffice for single instructions, or predicates do not.</exception>
    public static FinishedKernel Finish(
        string name, ImmutableArray<string> parameters, IReadOnlyList<KernelCode> code, IReadOnlyList<int> groups, int sharedBytes, int registers)
    {
        var unit = new KernelUnit(name, [.. code], [.. groups]);
        var spiller = new Spiller(unit);
        RegisterAssignment assignment;
        while (!RegisterAllocator.TryAssign(unit, registers, out assignment, out var pressed))
        {
            spiller.Spill(pressed, registers);
            if (spiller.LocalBytes > LocalLimit)
            {
                throw new CompileException($"kernel '{name}' spills more than {LocalLimit} bytes with {registers} registers", null);
            }
        }

        var instructions = Encode(unit, assignment);
        return new FinishedKernel(
            new SimtKernel(name, parameters, instructions, [], SimtKernel.RegistersOf(instructions), sharedBytes, spiller.LocalBytes), spiller.LocalBytes);
    }

    private static ImmutableArray<SimtInstruction> Encode(KernelUnit unit, RegisterAssignment assignment)
    {
        var places = new Dictionary<int, int>();
        var count = 0;
        foreach (var code in unit.Code)
        {
            if (code.Row is null)
            {
                places[code.Label] = count;
            }
            else
            {
                count++;
            }
        }

        var instructions = ImmutableArray.CreateBuilder<SimtInstruction>(count);
        foreach (var code in unit.Code)
        {
            if (code.Row is { } row)
            {
                var instruction = Encode(code, row, assignment, places);
                if (SimtInstructionRules.Problem(row, instruction) is { } problem)
                {
                    throw new InvalidOperationException($"kernel '{unit.Name}': '{row.Mnemonic(code.Mode)} {string.Join(", ", code.Args)}': {problem}");
                }

                instructions.Add(instruction);
            }
        }

        return instructions.MoveToImmutable();
    }

    private static SimtInstruction Encode(KernelCode code, SimtInstructionDef row, RegisterAssignment assignment, Dictionary<int, int> places)
    {
        var instruction = new SimtInstruction { Opcode = row.Opcode, Mode = code.Mode, Guard = assignment.Of(code.Guard) };
        for (var i = 0; i < code.Args.Length; i++)
        {
            var (operand, arg) = (row.Operands[i], code.Args[i]);
            instruction = arg.Kind switch
            {
                ArgKind.Register => With(instruction, operand.Slot, assignment.Of(arg.Register)),
                ArgKind.Address => With(instruction, operand.Slot, assignment.Of(arg.Register)) with { Immediate = arg.Value },
                ArgKind.Constant => instruction with { Form = SimtForm.Constant, Immediate = arg.Value },
                ArgKind.Label => instruction with { Immediate = places[arg.Value] },
                ArgKind.Special => instruction with { Mode = (ushort)arg.Value },
                ArgKind.Predicate when operand.Kind == SimtOperandKind.PredicateDestination => instruction with { P = (byte)assignment.Of(arg.Predicate).Number },
                ArgKind.Predicate => operand.Slot == SimtSlot.Q ? instruction with { Q = assignment.Of(arg.Predicate) } : instruction with { R = assignment.Of(arg.Predicate) },
                _ => operand.Kind switch
                {
                    SimtOperandKind.Flexible => instruction with { Form = SimtForm.Immediate, Immediate = arg.Value },
                    SimtOperandKind.Immediate => instruction with { Immediate = arg.Value },
                    _ => instruction with { D = (byte)arg.Value },
                },
            };
        }

        return instruction;
    }

    private static SimtInstruction With(SimtInstruction instruction, SimtSlot slot, byte register) => slot switch
    {
        SimtSlot.D => instruction with { D = register },
        SimtSlot.A => instruction with { A = register },
        SimtSlot.B => instruction with { B = register },
        _ => instruction with { C = register },
    };
}
