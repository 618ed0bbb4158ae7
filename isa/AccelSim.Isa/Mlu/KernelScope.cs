using System.Globalization;
using AccelSim.Isa.Assembly;

namespace AccelSim.Isa.Mlu;

/// <summary>The kernel being assembled: its instructions, labels, parameters, aliases and references still to be resolved.</summary>
internal sealed class KernelScope(string name, MluTaskType taskType, bool memoryCore) : IKernelScope
{
    private readonly List<MluInstruction> _instructions = [];
    private readonly List<int> _lines = [];
    private readonly List<string> _parameters = [];
    private readonly Dictionary<string, int> _aliases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _labels = new(StringComparer.Ordinal);
    private readonly List<(int Index, Token Label, int Line)> _references = [];

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

        _parameters.Add(parameter);
    }

    public void AddAlias(int column, string alias, TokenCursor cursor)
    {
        if (!_aliases.TryAdd(alias, Register(cursor)))
        {
            throw new LineException(column, $"register name '{alias}' is already used");
        }
    }

    /// <summary>Assembles one instruction.</summary>
    public void Add(TokenCursor cursor, int line)
    {
        var mnemonic = cursor.Next();
        var (row, suffixes) = MnemonicParser.Split(mnemonic);
        var fields = MnemonicParser.Suffixes(row, suffixes, mnemonic);
        var registers = default(MluRegisters);
        byte mode = fields.Mode;
        var flag = fields.Flag;
        long immediate = 0;
        for (var i = 0; i < row.Operands.Length; i++)
        {
            var operand = row.Operands[i];
            if (i > 0)
            {
                cursor.Expect(",");
            }

            switch (operand.Kind)
            {
                case MluOperandKind.Destination or MluOperandKind.Source:
                    registers[operand.Slot] = Register(cursor, operand.Name);
                    break;
                case MluOperandKind.SourceOrImmediate when IsRegister(cursor.Peek):
                    registers[operand.Slot] = Register(cursor, operand.Name);
                    break;
                case MluOperandKind.SourceOrImmediate:
                    flag = true;
                    immediate = cursor.Expression();
                    break;
                case MluOperandKind.Immediate:
                    immediate = row.Opcode == MluOpcode.LoadParameter ? Parameter(cursor) : cursor.Expression();
                    break;
                case MluOperandKind.Target:
                    _references.Add((_instructions.Count, cursor.Peek, line));
                    cursor.ExpectName("a label");
                    break;
                case MluOperandKind.Special:
                    mode = Special(cursor);
                    break;
                case MluOperandKind.Address:
                    cursor.Expect("[");
                    registers[operand.Slot] = Register(cursor, operand.Name);
                    var column = cursor.Peek.Column;
                    immediate = cursor.Is("+") || cursor.Is("-") ? SignedOffset(cursor) : 0;
                    cursor.Expect("]");
                    CheckAligned(column, immediate, fields.Type0, registers[operand.Slot] == 0);
                    break;
            }
        }

        _instructions.Add(new MluInstruction
        {
            Opcode = row.Opcode,
            Type0 = fields.Type0,
            Type1 = fields.Type1,
            Type2 = fields.Type2,
            Mode = mode,
            Flag = flag,
            Registers = registers,
            Immediate = immediate,
        });
        _lines.Add(line);
    }

    /// <summary>Resolves labels and returns the kernel.</summary>
    public MluKernel Finish(int lastLine, Action<int, int, string> report)
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

        if (_instructions.Count == 0 || _labels.ContainsValue(_instructions.Count) || !EndsFlow(_instructions[^1].Opcode))
        {
            _instructions.Add(new MluInstruction { Opcode = MluOpcode.Halt });
            _lines.Add(lastLine);
        }

        return new MluKernel(name, taskType, memoryCore, [.. _parameters], [.. _instructions], [.. _lines]);
    }

    private static bool EndsFlow(MluOpcode opcode) => opcode is MluOpcode.Halt or MluOpcode.Jump or MluOpcode.JumpRegister;

    private static long SignedOffset(TokenCursor cursor)
    {
        cursor.Accept("+");
        return cursor.Expression();
    }

    private static void CheckAligned(int column, long offset, MluDataType type, bool absolute)
    {
        var bytes = Math.Max(1, type.Bits() / 8);
        if (offset % bytes != 0)
        {
            throw new LineException(column, $"{(absolute ? "address" : "offset")} {offset} is misaligned: {type.Suffix()} needs a multiple of {bytes}");
        }
    }

    private long Parameter(TokenCursor cursor)
    {
        var token = cursor.Peek;
        if (token.Kind == TokenKind.Name && _parameters.IndexOf(token.Text) is >= 0 and var index)
        {
            cursor.Next();
            return index;
        }

        var value = cursor.Expression();
        return value is >= 0 and < 256 ? value : throw new LineException(token.Column, $"launch argument {value} is out of range (0 to 255)");
    }

    private static byte Special(TokenCursor cursor)
    {
        var token = cursor.Next();
        return token.Text.StartsWith('%') && Enum.TryParse<MluSpecialRegister>(token.Text.AsSpan(1), ignoreCase: true, out var register)
            ? (byte)register
            : throw new LineException(token.Column, $"{TokenCursor.Describe(token)} is not a special register; there are {string.Join(' ', Enum.GetNames<MluSpecialRegister>().Select(n => "%" + n.ToLowerInvariant()))}");
    }

    private bool IsRegister(Token token) => token.Kind == TokenKind.Name && (_aliases.ContainsKey(token.Text) || IsRegisterName(token.Text));

    private static bool IsRegisterName(string text) => text.Length > 1 && text[0] == 'r' && text.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

    private byte Register(TokenCursor cursor, string what = "register")
    {
        var token = cursor.Next();
        if (token.Kind == TokenKind.Name && _aliases.TryGetValue(token.Text, out var aliased))
        {
            return (byte)aliased;
        }

        if (token.Kind != TokenKind.Name || !IsRegisterName(token.Text))
        {
            throw new LineException(token.Column, $"operand '{what}' must be a register (r0 to r63), found {TokenCursor.Describe(token)}");
        }

        return int.TryParse(token.Text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < MluInstructionSet.RegisterCount
            ? (byte)number
            : throw new LineException(token.Column, $"register {token.Text} is out of range (r0 to r63)");
    }
}
