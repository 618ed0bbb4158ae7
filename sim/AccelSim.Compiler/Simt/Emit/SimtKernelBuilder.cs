using System.Collections.Immutable;
using AccelSim.Isa.Simt;

namespace AccelSim.Compiler.Simt.Emit;

/// <summary>
/// Writes a kernel with as many registers and predicates as it takes and structured control flow; <see cref="Finish"/> assigns the real ones and spills
/// what does not fit to local memory. Instructions are named as in assembly, and checked against the instruction table.
/// </summary>
internal sealed partial class SimtKernelBuilder(string name)
{
    private readonly List<KernelCode> _code = [];
    private readonly List<int> _groups = [0];
    private readonly List<string> _parameters = [];
    private int _predicates;
    private int _labels;
    private int _convergence;
    private int _sharedBytes;

    /// <summary>Name of the kernel.</summary>
    public string Name { get; } = name;

    /// <summary>Bytes of shared memory of a block so far.</summary>
    public int SharedBytes => _sharedBytes;

    // ---- registers and memory ---------------------------------------------------------------------------------------------------------

    /// <summary>A register, or a group of 2, 4, 8, ... that lie together.</summary>
    public Reg NewReg(int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _groups.Add(count);
        return new Reg(_groups.Count - 1, 0, count);
    }

    /// <summary>Gives every register of a group a value.</summary>
    public void Fill(Reg registers, int value)
    {
        for (var i = 0; i < registers.Count; i++)
        {
            Emit("mov.b32", registers[i], value);
        }
    }

    /// <summary>A predicate.</summary>
    public Pred NewPred() => new(++_predicates, false);

    /// <summary>Takes bytes of the block's shared memory, 16-byte aligned, and returns where they begin.</summary>
    public int Shared(int bytes)
    {
        var at = _sharedBytes;
        _sharedBytes = (at + bytes + 15) & ~15;
        return at;
    }

    /// <summary>The launch argument of a name as an operand, all 64 bits of it or the low 32; declared on first use.</summary>
    public Arg Parameter(string name)
    {
        var index = _parameters.IndexOf(name);
        if (index < 0)
        {
            index = _parameters.Count;
            _parameters.Add(name);
        }

        return Arg.Bank(8 * index);
    }

    // ---- instructions -----------------------------------------------------------------------------------------------------------------

    /// <summary>Appends an instruction; operands in the order of assembly, destinations first.</summary>
    public void Emit(string mnemonic, params ReadOnlySpan<Arg> args) => EmitIf(Pred.Always, mnemonic, args);

    /// <summary>Appends an instruction for the lanes where a predicate holds.</summary>
    public void EmitIf(Pred guard, string mnemonic, params ReadOnlySpan<Arg> args)
    {
        if (guard.IsNever)
        {
            return;
        }

        var (row, mode) = Find(mnemonic);
        if (args.Length != row.Operands.Length)
        {
            throw new ArgumentException($"'{mnemonic}' takes {row.Operands.Length} operands, {args.Length} given", nameof(args));
        }

        var list = ImmutableArray.CreateBuilder<Arg>(args.Length);
        for (var i = 0; i < args.Length; i++)
        {
            var (operand, arg) = (row.Operands[i], args[i]);

            // an immediate can stand for a register that only ever reads as zero
            if (arg is { Kind: ArgKind.Immediate, Value: 0 } && operand.Kind == SimtOperandKind.Source)
            {
                arg = Reg.Zero;
            }

            Check(mnemonic, row, mode, operand, arg);
            list.Add(arg);
        }

        _code.Add(new KernelCode { Row = row, Mode = mode, Guard = guard, Args = list.MoveToImmutable() });
    }

    /// <summary>Appends an instruction into a new register (or group) and returns it.</summary>
    public Reg Do(string mnemonic, params ReadOnlySpan<Arg> args)
    {
        var (row, mode) = Find(mnemonic);
        var result = NewReg(row.RegistersOf(row.Operands[0], mode));
        EmitInto(Pred.Always, mnemonic, result, args);
        return result;
    }

    /// <summary>Appends a comparison or vote into a new predicate and returns it.</summary>
    public Pred Test(string mnemonic, params ReadOnlySpan<Arg> args)
    {
        var result = NewPred();
        EmitInto(Pred.Always, mnemonic, result, args);
        return result;
    }

    /// <summary>Appends an instruction into an existing register for the lanes where a predicate holds.</summary>
    public void EmitInto(Pred guard, string mnemonic, Arg destination, ReadOnlySpan<Arg> args)
    {
        Span<Arg> all = new Arg[args.Length + 1];
        all[0] = destination;
        args.CopyTo(all[1..]);
        EmitIf(guard, mnemonic, all);
    }

    // ---- control flow -----------------------------------------------------------------------------------------------------------------

    /// <summary>The lanes where a predicate holds end.</summary>
    public void ExitIf(Pred predicate) => EmitIf(predicate, "exit");

    /// <summary>All threads of the block meet.</summary>
    public void Barrier() => Emit("bar.sync", 0, 0);

    /// <summary>A new label, not placed yet.</summary>
    public KernelLabel NewLabel() => new(_labels++);

    /// <summary>Places a label here.</summary>
    public void Place(KernelLabel label) => _code.Add(new KernelCode { Label = label.Number });

    /// <summary>
    /// Runs code for the lanes where a predicate holds, other code for the rest; the lanes meet afterwards.
    /// </summary>
    /// <param name="condition">The predicate.</param>
    /// <param name="then">Code where it holds.</param>
    /// <param name="otherwise">Code where it does not; null for none.</param>
    /// <param name="uniform">True where all lanes of a warp agree: then nothing needs to meet again.</param>
    public void If(Pred condition, Action then, Action? otherwise = null, bool uniform = false)
    {
        if (condition.IsAlways || condition.IsNever)
        {
            (condition.IsAlways ? then : otherwise)?.Invoke();
            return;
        }

        var (other, join) = (NewLabel(), NewLabel());
        Converge(uniform, join, () =>
        {
            EmitIf(!condition, "bra", otherwise is null ? join : other);
            then();
            if (otherwise is not null)
            {
                Emit("bra", join);
                Place(other);
                otherwise();
            }
        });
    }

    /// <summary>Counts a variable from <paramref name="start"/> by <paramref name="step"/> while it is below <paramref name="end"/>.</summary>
    /// <param name="start">First value.</param>
    /// <param name="end">Bound.</param>
    /// <param name="step">Step, more than 0.</param>
    /// <param name="body">Code of a turn.</param>
    /// <param name="uniform">True where all lanes of a warp make the same turns.</param>
    public void For(Val start, Val end, Val step, Action<Val> body, bool uniform = true)
    {
        if (start.IsConstant && end.IsConstant && start.Constant >= end.Constant)
        {
            return;
        }

        if (start.IsConstant && end.IsConstant && step.IsConstant && (long)start.Constant + step.Constant >= end.Constant)
        {
            body(start);
            return;
        }

        var counter = Variable(start);
        var (top, join) = (NewLabel(), NewLabel());
        Converge(uniform, join, () =>
        {
            if (!start.IsConstant || !end.IsConstant)
            {
                EmitIf(!Less(counter, end), "bra", join);
            }

            Place(top);
            body(counter);
            Emit("add.s32", counter, counter, step);
            EmitIf(Less(counter, end), "bra", top);
        });
    }

    private void Converge(bool uniform, KernelLabel join, Action code)
    {
        var barrier = _convergence;
        if (!uniform)
        {
            if (barrier == SimtInstructionSet.ConvergenceBarriers)
            {
                throw new InvalidOperationException($"kernel '{Name}' nests divergent code deeper than {barrier}");
            }

            Emit("bssy", barrier, join);
            _convergence++;
        }

        code();
        Place(join);
        if (!uniform)
        {
            Emit("bsync", barrier);
            _convergence--;
        }
    }

    // ---- the end ----------------------------------------------------------------------------------------------------------------------

    /// <summary>Assigns registers and returns the kernel.</summary>
    /// <param name="registers">Most registers of a thread; what does not fit is spilled to local memory.</param>
    public FinishedKernel Finish(int registers = SimtInstructionSet.MaxRegister)
    {
        Emit("exit");
        return KernelFinisher.Finish(Name, [.. _parameters], _code, _groups, _sharedBytes, Math.Min(registers, SimtInstructionSet.MaxRegister));
    }

    // ---- checks -----------------------------------------------------------------------------------------------------------------------

    private static (SimtInstructionDef Row, ushort Mode) Find(string mnemonic) =>
        SimtInstructionSet.ByMnemonic.TryGetValue(mnemonic, out var found) ? found : throw new ArgumentException($"no instruction is called '{mnemonic}'", nameof(mnemonic));

    private static void Check(string mnemonic, SimtInstructionDef row, ushort mode, SimtOperand operand, Arg arg)
    {
        var fits = operand.Kind switch
        {
            SimtOperandKind.Destination or SimtOperandKind.Accumulator or SimtOperandKind.Source or SimtOperandKind.SharedAddress => arg.Kind == ArgKind.Register,
            SimtOperandKind.Flexible => arg.Kind is ArgKind.Register or ArgKind.Immediate or ArgKind.Constant,
            SimtOperandKind.PredicateDestination or SimtOperandKind.PredicateSource => arg.Kind == ArgKind.Predicate,
            SimtOperandKind.Address => arg.Kind == ArgKind.Address,
            SimtOperandKind.Target => arg.Kind == ArgKind.Label,
            SimtOperandKind.Special => arg.Kind == ArgKind.Special,
            _ => arg.Kind == ArgKind.Immediate,
        };
        if (!fits)
        {
            throw new ArgumentException($"'{mnemonic}': {arg.Kind} cannot be operand '{operand.Name}'");
        }

        var count = row.RegistersOf(operand, mode);
        if (arg.Kind is ArgKind.Register or ArgKind.Address && !arg.Register.IsZero && arg.Register.Count != count)
        {
            throw new ArgumentException($"'{mnemonic}': operand '{operand.Name}' takes {count} registers, {arg.Register} has {arg.Register.Count}");
        }
    }
}
