using System.Globalization;
using AccelSim.Isa.Assembly;

namespace AccelSim.Isa.Simt;

/// <summary>The kernel being assembled: its instructions, labels, parameters, aliases and references still to be resolved.</summary>
internal sealed class SimtKernelScope(string name) : IKernelScope
{
    /// <summary>As many as 4 KiB of launch arguments hold, as on real devices.</summary>
    private const int MaxParameters = 512;

    private readonly List<SimtInstruction> _instructions = [];
    private readonly List<int> _lines = [];
    private readonly List<string> _parameters = [];
    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _labels = new(StringComparer.Ordinal);
    private readonly List<(int Index, Token Label, int Line)> _references = [];

    public int SharedBytes { get; set; }

    public int LocalBytes { get; set; }

    /// <summary>Registers the source asks for; the kernel gets more where its code names more.</summary>
    public int Registers { get; set; }

    public void DefineLabel(Token label)
    {
        if (!_labels.TryAdd(label.Text, _instructions.Count))
        {
            throw new LineException(label.Column, $"label '{label.Text}' is already defined in this kernel");
        }
    }

    public void AddParameter(int column, string parameter)
    {
        if (_parameters.Contains(parameter))
        {
            throw new LineException(column, $"parameter '{parameter}' is already declared");
        }

        if (_parameters.Count == MaxParameters)
        {
            throw new LineException(column, $"a kernel takes at most {MaxParameters} parameters");
        }

        _parameters.Add(parameter);
    }

    public void AddAlias(int column, string alias, TokenCursor cursor)
    {
        var token = cursor.Next();
        var meant = _aliases.GetValueOrDefault(token.Text, token.Text);
        if (!IsName(meant))
        {
            throw new LineException(token.Column, $"{TokenCursor.Describe(token)} is neither a register (r0 to r254, rz) nor a predicate (p0 to p6, pt)");
        }

        if (IsName(alias))
        {
            throw new LineException(column, $"'{alias}' is the name of a register and cannot stand for another");
        }

        if (!_aliases.TryAdd(alias, meant))
        {
            throw new LineException(column, $"register name '{alias}' is already used");
        }
    }

    /// <summary>Assembles one instruction.</summary>
    public void Add(TokenCursor cursor, int line)
    {
        var start = cursor.Peek.Column;
        var guard = cursor.Accept("@") ? ReadPredicate(cursor, "guard") : default;
        var mnemonic = cursor.Peek;
        var spelling = cursor.ExpectName("an instruction");
        if (!SimtInstructionSet.ByMnemonic.TryGetValue(spelling, out var found))
        {
            throw new LineException(mnemonic.Column, $"unknown instruction '{spelling}'{SimtMnemonics.Nearest(spelling)}");
        }

        var (row, mode) = found;
        var instruction = new SimtInstruction { Opcode = row.Opcode, Mode = mode, Guard = guard };
        Token? target = null;
        for (var i = 0; i < row.Operands.Length; i++)
        {
            if (i > 0)
            {
                cursor.Expect(",");
            }

            if (row.Operands[i].Kind == SimtOperandKind.Target)
            {
                target = cursor.Peek;
                cursor.ExpectName("a label");
            }
            else
            {
                instruction = Operand(cursor, row.Operands[i], instruction);
            }
        }

        instruction = instruction with { Control = SimtControlText.Read(cursor) };
        if (SimtInstructionRules.Problem(row, instruction) is { } problem)
        {
            throw new LineException(start, $"'{spelling}': {problem}");
        }

        // only now: an instruction with a problem is not there to be given its target
        if (target is { } label)
        {
            _references.Add((_instructions.Count, label, line));
        }

        _instructions.Add(instruction);
        _lines.Add(line);
    }

    /// <summary>Resolves labels and returns the kernel.</summary>
    public SimtKernel Finish(int lastLine, Action<int, int, string> report)
    {
        foreach (var (index, label, line) in _references)
        {
            if (_labels.TryGetValue(label.Text, out var target))
            {
                _instructions[index] = _instructions[index] with { Immediate = target };
            }
            else
            {
                report(line, label.Column, $"label '{label.Text}' is not defined in kernel '{name}'");
            }
        }

        if (_instructions.Count == 0 || _labels.ContainsValue(_instructions.Count) || !EndsFlow(_instructions[^1]))
        {
            _instructions.Add(new SimtInstruction { Opcode = SimtOpcode.Exit });
            _lines.Add(lastLine);
        }

        return new SimtKernel(name, [.. _parameters], [.. _instructions], [.. _lines], Math.Max(Registers, SimtKernel.RegistersOf(_instructions)), SharedBytes, LocalBytes);
    }

    private static bool EndsFlow(SimtInstruction last) => last.Opcode is SimtOpcode.Exit or SimtOpcode.Branch && last.Guard.IsAlways;

    private SimtInstruction Operand(TokenCursor cursor, SimtOperand operand, SimtInstruction instruction)
    {
        switch (operand.Kind)
        {
            case SimtOperandKind.Destination or SimtOperandKind.Accumulator or SimtOperandKind.Source:
                return With(instruction, operand.Slot, ReadRegister(cursor, operand.Name));
            case SimtOperandKind.Flexible:
                return Flexible(cursor, operand, instruction);
            case SimtOperandKind.PredicateDestination:
                var column = cursor.Peek.Column;
                var written = ReadPredicate(cursor, operand.Name);
                return written.Negated ? throw new LineException(column, "a predicate that is written cannot be negated") : instruction with { P = (byte)written.Number };
            case SimtOperandKind.PredicateSource:
                var read = ReadPredicate(cursor, operand.Name);
                return operand.Slot == SimtSlot.Q ? instruction with { Q = read } : instruction with { R = read };
            case SimtOperandKind.Address:
                cursor.Expect("[");
                instruction = With(instruction, operand.Slot, ReadRegister(cursor, operand.Name));
                instruction = instruction with { Immediate = cursor.Is("+") || cursor.Is("-") ? SignedOffset(cursor) : 0 };
                cursor.Expect("]");
                return instruction;
            case SimtOperandKind.SharedAddress:
                cursor.Expect("[");
                instruction = With(instruction, operand.Slot, ReadRegister(cursor, operand.Name));
                cursor.Expect("]");
                return instruction;
            case SimtOperandKind.Immediate:
                return instruction with { Immediate = Within(cursor, 0, int.MaxValue, operand.Name) };
            case SimtOperandKind.Convergence:
                var barrier = cursor.Next();
                return instruction with
                {
                    D = Number(barrier.Text, 'b', SimtInstructionSet.ConvergenceBarriers) is { } number
                        ? (byte)(number - 1)
                        : throw new LineException(barrier.Column, $"{TokenCursor.Describe(barrier)} is not a convergence barrier (b0 to b15)"),
                };
            case SimtOperandKind.NamedBarrier:
                var at = cursor.Peek.Column;
                var named = cursor.Expression();
                return named is >= 0 and < SimtInstructionSet.NamedBarriers
                    ? instruction with { D = (byte)named }
                    : throw new LineException(at, $"barrier {named} is out of range (0 to 15)");
            default:
                var token = cursor.Next();
                var special = SimtSpecialRegisters.NumberOf(token.Text);
                return special >= 0
                    ? instruction with { Mode = (ushort)special }
                    : throw new LineException(token.Column, $"{TokenCursor.Describe(token)} is not a special register; there are {string.Join(' ', SimtSpecialRegisters.Names)}");
        }
    }

    private SimtInstruction Flexible(TokenCursor cursor, SimtOperand operand, SimtInstruction instruction)
    {
        if (cursor.Peek.Text == "c" && cursor.IsFollowedBy("["))
        {
            cursor.Next();
            cursor.Expect("[");
            var offset = 0;
            if (cursor.Peek.Kind == TokenKind.Name && _parameters.IndexOf(cursor.Peek.Text) is >= 0 and var index)
            {
                cursor.Next();
                offset = (8 * index) + (cursor.Accept("+") ? Within(cursor, 0, SimtInstructionSet.ConstantBankBytes, "offset") : 0);
            }
            else
            {
                offset = Within(cursor, 0, SimtInstructionSet.ConstantBankBytes, "offset");
            }

            cursor.Expect("]");
            return instruction with { Form = SimtForm.Constant, Immediate = offset };
        }

        return IsRegister(cursor.Peek)
            ? With(instruction, operand.Slot, ReadRegister(cursor, operand.Name))
            : instruction with { Form = SimtForm.Immediate, Immediate = Word(cursor) };
    }

    private static SimtInstruction With(SimtInstruction instruction, SimtSlot slot, byte register) => slot switch
    {
        SimtSlot.D => instruction with { D = register },
        SimtSlot.A => instruction with { A = register },
        SimtSlot.B => instruction with { B = register },
        _ => instruction with { C = register },
    };

    private static int SignedOffset(TokenCursor cursor)
    {
        cursor.Accept("+");
        return Within(cursor, int.MinValue, int.MaxValue, "offset");
    }

    private static int Within(TokenCursor cursor, int least, int most, string what)
    {
        var column = cursor.Peek.Column;
        var value = cursor.Expression();
        return value >= least && value <= most ? (int)value : throw new LineException(column, $"'{what}' of {value} is out of range ({least} to {most})");
    }

    private static int Word(TokenCursor cursor)
    {
        var column = cursor.Peek.Column;
        var value = cursor.Expression();
        return value is >= int.MinValue and <= uint.MaxValue ? unchecked((int)value) : throw new LineException(column, $"{value} does not fit in 32 bits");
    }

    private bool IsRegister(Token token)
    {
        var text = _aliases.GetValueOrDefault(token.Text, token.Text);
        return token.Kind == TokenKind.Name && (text == "rz" || (text.Length > 1 && text[0] == 'r' && text.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0));
    }

    private static bool IsName(string text) =>
        text is "rz" or "pt" || Number(text, 'r', SimtInstructionSet.MaxRegister) is not null || Number(text, 'p', SimtInstructionSet.MaxPredicate) is not null;

    private byte ReadRegister(TokenCursor cursor, string what)
    {
        var token = cursor.Next();
        if (!IsRegister(token))
        {
            throw new LineException(token.Column, $"operand '{what}' must be a register (r0 to r254 or rz), found {TokenCursor.Describe(token)}");
        }

        var text = _aliases.GetValueOrDefault(token.Text, token.Text);
        return text == "rz" ? (byte)0
            : Number(text, 'r', SimtInstructionSet.MaxRegister) is { } number ? (byte)number
            : throw new LineException(token.Column, $"register {token.Text} is out of range (r0 to r254)");
    }

    private SimtPredicate ReadPredicate(TokenCursor cursor, string what)
    {
        var negated = cursor.Accept("!");
        var token = cursor.Next();
        var text = _aliases.GetValueOrDefault(token.Text, token.Text);
        return text == "pt" ? new SimtPredicate(0, negated)
            : Number(text, 'p', SimtInstructionSet.MaxPredicate) is { } number ? new SimtPredicate(number, negated)
            : throw new LineException(token.Column, $"'{what}' must be a predicate (p0 to p6 or pt), found {TokenCursor.Describe(token)}");
    }

    /// <summary>One more than n of a name <c>xn</c>; null where it is not one or n is too large.</summary>
    private static int? Number(string text, char letter, int count) =>
        text.Length is > 1 and < 5 && text[0] == letter && int.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n < count ? n + 1 : null;
}
