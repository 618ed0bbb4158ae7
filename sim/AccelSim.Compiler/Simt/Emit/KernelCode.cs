using System.Collections.Immutable;
using AccelSim.Isa.Simt;

namespace AccelSim.Compiler.Simt.Emit;

/// <summary>An instruction over virtual registers; without a row it is a label.</summary>
internal sealed record KernelCode
{
    /// <summary>Row of the instruction table; null for a label.</summary>
    public SimtInstructionDef? Row { get; init; }

    public ushort Mode { get; init; }

    public Pred Guard { get; init; }

    /// <summary>Operands in the order of the row.</summary>
    public ImmutableArray<Arg> Args { get; init; } = [];

    /// <summary>Number of the label.</summary>
    public int Label { get; init; } = -1;

    /// <summary>Registers that are written; in part only, or only where the guard holds, is also written.</summary>
    public Reg Written
    {
        get
        {
            for (var i = 0; i < Args.Length; i++)
            {
                if (Row!.Operands[i].Kind == SimtOperandKind.Destination)
                {
                    return Args[i].Register;
                }
            }

            return default;
        }
    }

    /// <summary>Number of the predicate that is written; 0 for none.</summary>
    public int WrittenPredicate
    {
        get
        {
            for (var i = 0; i < Args.Length; i++)
            {
                if (Row!.Operands[i].Kind == SimtOperandKind.PredicateDestination)
                {
                    return Args[i].Predicate.Number;
                }
            }

            return 0;
        }
    }

    /// <summary>Registers that are read.</summary>
    public IEnumerable<Reg> Read
    {
        get
        {
            for (var i = 0; i < Args.Length; i++)
            {
                if (Row!.Operands[i].Kind != SimtOperandKind.Destination && !Args[i].Register.IsZero)
                {
                    yield return Args[i].Register;
                }
            }
        }
    }

    /// <summary>Numbers of the predicates that are read.</summary>
    public IEnumerable<int> ReadPredicates
    {
        get
        {
            if (Guard.Number > 0)
            {
                yield return Guard.Number;
            }

            for (var i = 0; i < Args.Length; i++)
            {
                if (Args[i].Kind == ArgKind.Predicate && Args[i].Predicate.Number > 0 && Row!.Operands[i].Kind != SimtOperandKind.PredicateDestination)
                {
                    yield return Args[i].Predicate.Number;
                }
            }
        }
    }

    /// <summary>Label that a branch may go to; -1 where there is none.</summary>
    public int Target => Row?.Opcode == SimtOpcode.Branch ? Args[0].Value : -1;

    /// <summary>True where the next instruction is never reached from here.</summary>
    public bool EndsFlow => Row?.Opcode is SimtOpcode.Exit or SimtOpcode.Branch && Guard.IsAlways;
}
