using System.Numerics;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Emit;

/// <summary>
/// Writes a kernel with structured control flow and as many scalars as it takes; <see cref="Finish"/> assigns the 64 registers. Scalars are
/// folded where the compiler knows them. Kernels are single-program-multiple-data: every task runs the same code and finds its share from
/// its task number.
/// </summary>
public sealed partial class KernelWriter
{
    private readonly List<VirtualInstruction> _code = [];
    private readonly List<string> _parameters = [];
    private int _registers;
    private int _labels;

    // ---- scalars --------------------------------------------------------------------------------------------------------------------

    /// <summary>The launch argument of a name; declared on first use.</summary>
    public Val Parameter(string name)
    {
        var index = _parameters.IndexOf(name);
        if (index < 0)
        {
            index = _parameters.Count;
            _parameters.Add(name);
        }

        var value = NewRegister();
        Emit(MluOpcode.LoadParameter, [value], immediate: index);
        return value;
    }

    /// <summary>A special register.</summary>
    public Val Special(MluSpecialRegister register)
    {
        var value = NewRegister();
        Emit(MluOpcode.MoveSpecial, [value], mode: (byte)register);
        return value;
    }

    /// <summary>A variable that may be assigned again; for loop counters and results of branches.</summary>
    public Val Variable(Val initial)
    {
        var value = NewRegister();
        Assign(value, initial);
        return value;
    }

    /// <summary>Assigns a variable.</summary>
    public void Assign(Val variable, Val value)
    {
        if (value.IsConstant)
        {
            Emit(MluOpcode.LoadImmediate, [variable], immediate: value.Constant);
        }
        else
        {
            Emit(MluOpcode.Move, [variable, value]);
        }
    }

    /// <summary>a + b.</summary>
    public Val Add(Val a, Val b) => a.IsConstant && b.IsConstant ? a.Constant + b.Constant : b.Is(0) ? a : a.Is(0) ? b : Commutative(MluOpcode.Add, a, b);

    /// <summary>a - b.</summary>
    public Val Sub(Val a, Val b) => a.IsConstant && b.IsConstant ? a.Constant - b.Constant : b.IsConstant ? Add(a, -b.Constant) : Arithmetic(MluOpcode.Sub, a, b);

    /// <summary>a * b.</summary>
    public Val Mul(Val a, Val b)
    {
        if (a.IsConstant && b.IsConstant)
        {
            return a.Constant * b.Constant;
        }

        if (a.IsConstant)
        {
            (a, b) = (b, a);
        }

        return b switch
        {
            { IsConstant: true, Constant: 0 } => 0,
            { IsConstant: true, Constant: 1 } => a,
            { IsConstant: true, Constant: > 0 } when BitOperations.IsPow2(b.Constant) => Arithmetic(MluOpcode.ShiftLeft, a, BitOperations.Log2((ulong)b.Constant)),
            _ => Arithmetic(MluOpcode.Mul, a, b),
        };
    }

    /// <summary>a / b for non-negative a and positive b.</summary>
    public Val Div(Val a, Val b) => a.IsConstant && b.IsConstant ? a.Constant / b.Constant : b.Is(1) ? a
        : b.IsConstant && BitOperations.IsPow2(b.Constant) ? Arithmetic(MluOpcode.ShiftRight, a, BitOperations.Log2((ulong)b.Constant)) : Arithmetic(MluOpcode.Div, a, b);

    /// <summary>a mod b for non-negative a and positive b.</summary>
    public Val Rem(Val a, Val b) => a.IsConstant && b.IsConstant ? a.Constant % b.Constant : b.Is(1) ? 0
        : b.IsConstant && BitOperations.IsPow2(b.Constant) ? Arithmetic(MluOpcode.And, a, b.Constant - 1) : Arithmetic(MluOpcode.Rem, a, b);

    /// <summary>a / b rounded up, for non-negative a and positive b.</summary>
    public Val DivUp(Val a, Val b) => Div(Add(a, Sub(b, 1)), b);

    /// <summary>The smaller.</summary>
    public Val Min(Val a, Val b) => a.IsConstant && b.IsConstant ? Math.Min(a.Constant, b.Constant) : Commutative(MluOpcode.Min, a, b);

    /// <summary>The larger.</summary>
    public Val Max(Val a, Val b) => a.IsConstant && b.IsConstant ? Math.Max(a.Constant, b.Constant) : Commutative(MluOpcode.Max, a, b);

    /// <summary>1 when a = b, else 0.</summary>
    public Val Equal(Val a, Val b) => a.IsConstant && b.IsConstant ? a.Constant == b.Constant ? 1 : 0 : Commutative(MluOpcode.SetEqual, a, b);

    /// <summary>condition != 0 ? a : b.</summary>
    public Val Select(Val condition, Val a, Val b)
    {
        if (condition.IsConstant)
        {
            return condition.Constant != 0 ? a : b;
        }

        var value = NewRegister();
        Emit(MluOpcode.Select, [value, condition, a, b]);
        return value;
    }

    // ---- control flow ---------------------------------------------------------------------------------------------------------------

    /// <summary>for (i = from; i &lt; to; i += step) body(i).</summary>
    public void For(Val from, Val to, Val step, Action<Val> body)
    {
        if (from.IsConstant && to.IsConstant && step.IsConstant && to.Constant - from.Constant <= step.Constant)
        {
            if (to.Constant > from.Constant)
            {
                body(from);
            }

            return;
        }

        var i = Variable(from);
        int top = NewLabel(), end = NewLabel();
        if (!(from.IsConstant && to.IsConstant && from.Constant < to.Constant))
        {
            Branch(MluOpcode.BranchGreaterEqual, i, to, end);
        }

        Place(top);
        body(i);
        Assign(i, Add(i, step));
        Branch(MluOpcode.BranchLess, i, to, top);
        Place(end);
    }

    /// <summary>if (a &lt; b) then().</summary>
    public void IfLess(Val a, Val b, Action then) => Guard(MluOpcode.BranchGreaterEqual, a, b, a.IsConstant && b.IsConstant ? a.Constant < b.Constant : null, then);

    /// <summary>if (a = b) then().</summary>
    public void IfEqual(Val a, Val b, Action then) => Guard(MluOpcode.BranchNotEqual, a, b, a.IsConstant && b.IsConstant ? a.Constant == b.Constant : null, then);

    /// <summary>if (a != b) then().</summary>
    public void IfNotEqual(Val a, Val b, Action then) => Guard(MluOpcode.BranchEqual, a, b, a.IsConstant && b.IsConstant ? a.Constant != b.Constant : null, then);

    private void Guard(MluOpcode skip, Val a, Val b, bool? known, Action then)
    {
        if (known is false)
        {
            return;
        }

        var end = NewLabel();
        if (known is null)
        {
            Branch(skip, a, b, end);
        }

        then();
        Place(end);
    }

    private void Branch(MluOpcode opcode, Val a, Val b, int label) => Emit(opcode, [a, b], label: label);

    private void Place(int label) => _code.Add(new VirtualInstruction { IsLabel = true, Label = label });

    private int NewLabel() => _labels++;

    // ---- plumbing -------------------------------------------------------------------------------------------------------------------

    private Val NewRegister() => new(_registers++, 0);

    private Val Commutative(MluOpcode opcode, Val a, Val b) => a.IsConstant ? Arithmetic(opcode, b, a) : Arithmetic(opcode, a, b);

    private Val Arithmetic(MluOpcode opcode, Val a, Val b)
    {
        var value = NewRegister();
        if (b.IsConstant)
        {
            Emit(opcode, [value, a, 0], flag: true, immediate: b.Constant);
        }
        else
        {
            Emit(opcode, [value, a, b]);
        }

        return value;
    }

    /// <summary>A register that holds the value: constants other than zero are loaded just before their use.</summary>
    private int Materialise(Val value)
    {
        if (!value.IsConstant)
        {
            return value.Register;
        }

        if (value.Constant == 0)
        {
            return -1;
        }

        var register = NewRegister();
        _code.Add(new VirtualInstruction { Opcode = MluOpcode.LoadImmediate, Registers = [register.Register], Immediate = value.Constant });
        return register.Register;
    }

    private void Emit(
        MluOpcode opcode, ReadOnlySpan<Val> operands, MluDataType type0 = 0, MluDataType type1 = 0, MluDataType type2 = 0, byte mode = 0, bool flag = false, long immediate = 0,
        int label = -1)
    {
        var registers = new int[operands.Length];
        for (var i = 0; i < operands.Length; i++)
        {
            registers[i] = Materialise(operands[i]);
        }

        _code.Add(new VirtualInstruction
        {
            Opcode = opcode,
            Type0 = type0,
            Type1 = type1,
            Type2 = type2,
            Mode = mode,
            Flag = flag,
            Registers = registers,
            Immediate = immediate,
            Label = label,
        });
    }

    /// <summary>Assigns registers, resolves labels and returns the kernel.</summary>
    /// <exception cref="CompileException">More scalars live at once than there are registers.</exception>
    public MluKernel Finish(string name, MluTaskType type, bool usesMemoryCore)
    {
        Emit(MluOpcode.Halt, []);
        var assignment = RegisterAllocator.Assign(name, _code, _registers);
        var positions = new int[_labels];
        var position = 0;
        foreach (var instruction in _code)
        {
            if (instruction.IsLabel)
            {
                positions[instruction.Label] = position;
            }
            else
            {
                position++;
            }
        }

        var code = _code.Where(instruction => !instruction.IsLabel).Select(instruction => Encode(instruction, assignment, positions));
        return new MluKernel(name, type, usesMemoryCore, [.. _parameters], [.. code], []);
    }

    private static MluInstruction Encode(VirtualInstruction instruction, int[] assignment, int[] positions)
    {
        var registers = default(MluRegisters);
        for (var slot = 0; slot < instruction.Registers.Length; slot++)
        {
            var register = instruction.Registers[slot];
            registers[slot] = register < 0 ? (byte)0 : (byte)assignment[register];
        }

        return new MluInstruction
        {
            Opcode = instruction.Opcode,
            Type0 = instruction.Type0,
            Type1 = instruction.Type1,
            Type2 = instruction.Type2,
            Mode = instruction.Mode,
            Flag = instruction.Flag,
            Registers = registers,
            Immediate = instruction.Label >= 0 ? positions[instruction.Label] : instruction.Immediate,
        };
    }
}
