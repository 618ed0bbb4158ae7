using AccelSim.Isa.Simt;
using FsCheck.Fluent;

namespace AccelSim.Isa.Tests.Simt;

public sealed class SimtEncodingTests
{
    [Fact]
    public void Decode_of_encode_is_the_instruction() =>
        Law.Holds(SimtInstructionGenerator.Any, instruction => SimtEncoding.TryDecode(SimtEncoding.Encode(instruction), out var back) && back == instruction, count: 10000);

    [Fact]
    public void Every_spelling_is_reached_by_the_generator()
    {
        var seen = new HashSet<(SimtOpcode, ushort)>();
        Law.Holds(SimtInstructionGenerator.Any, instruction => { seen.Add((instruction.Opcode, instruction.Mode)); return true; }, count: 120000);
        Assert.Equal([], SimtInstructionSet.All.SelectMany(row => row.Spellings().Where(spelling => !seen.Contains((row.Opcode, spelling.Mode)))).Select(spelling => spelling.Mnemonic));
    }

    [Fact]
    public void Any_word_decodes_to_itself_or_is_illegal()
    {
        var legal = 0;
        var words = from low in ArbMap.Default.GeneratorFor<ulong>()
                    from high in ArbMap.Default.GeneratorFor<ulong>()
                    from opcode in Gen.Choose(0, SimtEncoding.MaxOpcode)
                    from sparse in Gen.Choose(0, 3)
                    select ((UInt128)(sparse == 0 ? high : 0) << 64) | (sparse < 3 ? low & ~0x3fful : 0) | (uint)opcode;
        Law.Holds(words, word =>
        {
            if (!SimtEncoding.TryDecode(word, out var instruction))
            {
                return true;
            }

            legal++;
            return SimtEncoding.Encode(instruction) == word && SimtDisassembler.Format(instruction).Length > 0;
        }, count: 50000);
        Assert.True(legal > 1000);
    }

    [Fact]
    public void A_bit_in_an_unused_field_is_illegal()
    {
        Law.Holds(SimtInstructionGenerator.Any, instruction =>
        {
            var word = SimtEncoding.Encode(instruction);
            var used = UsedBits(instruction);
            for (var bit = 0; bit < 128; bit++)
            {
                var flipped = word ^ (UInt128.One << bit);
                var decodes = SimtEncoding.TryDecode(flipped, out var other);
                Assert.False(decodes && (used >> bit & 1) == 0, $"{instruction}: bit {bit} is not used, yet {flipped:x32} is legal");
                Assert.False(decodes && other == instruction, $"{instruction}: bit {bit} does not matter");
            }
        }, count: 2000);
    }

    [Fact]
    public void Encode_refuses_what_the_row_does_not_have()
    {
        Assert.Throws<ArgumentException>(() => SimtEncoding.Encode(new SimtInstruction { Opcode = SimtOpcode.Exit, A = 1 }));
        Assert.Throws<ArgumentException>(() => SimtEncoding.Encode(new SimtInstruction { Opcode = SimtOpcode.AddS32, Immediate = 3 }));
        Assert.Throws<ArgumentException>(() => SimtEncoding.Encode(new SimtInstruction { Opcode = SimtOpcode.AddS32, Form = (SimtForm)3 }));
        Assert.Throws<ArgumentException>(() => SimtEncoding.Encode(new SimtInstruction { Opcode = SimtOpcode.AddS64, D = 2 }));
        Assert.Throws<ArgumentException>(() => SimtEncoding.Encode(new SimtInstruction { Opcode = SimtOpcode.Nop, Guard = new(16) }));
        Assert.Throws<ArgumentException>(() => SimtEncoding.Encode(new SimtInstruction { Opcode = SimtOpcode.Nop, Control = new(1u << SimtControl.Width) }));
        Assert.Throws<ArgumentException>(() => SimtEncoding.Encode(new SimtInstruction { Opcode = SimtOpcode.Nop, Control = new(7u << 5) }));
        Assert.Throws<ArgumentException>(() => SimtEncoding.Encode(new SimtInstruction { Opcode = (SimtOpcode)0x3fe }));
    }

    [Fact]
    public void DecodeAll_names_the_illegal_word()
    {
        var code = SimtEncoding.EncodeAll([new SimtInstruction { Opcode = SimtOpcode.Nop }, new SimtInstruction { Opcode = SimtOpcode.Exit }]);
        Assert.Equal([SimtOpcode.Nop, SimtOpcode.Exit], SimtEncoding.DecodeAll(code).Select(instruction => instruction.Opcode));
        code[16 + 8] = 1;
        Assert.Contains("instruction 1", Assert.Throws<InvalidDataException>(() => SimtEncoding.DecodeAll(code)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => SimtEncoding.DecodeAll(code.AsSpan(0, 17)));
    }

    [Fact]
    public void Control_fields_come_back()
    {
        var control = new SimtControl(15, true, 5, null, 63, 7);
        Assert.Equal((15, true, 5, null, 63, 7), (control.Stall, control.Yield, control.WriteBarrier, control.ReadBarrier, control.WaitMask, control.Reuse));
        Assert.True(control.IsLegal);
        Assert.Equal(default, new SimtControl(0, false, null, null, 0, 0));
    }

    /// <summary>The bits that an instruction of this form uses, worked out from the layout on the ISA's page rather than from the rules of the decoder.</summary>
    private static UInt128 UsedBits(SimtInstruction instruction)
    {
        var row = SimtInstructionSet.Get(instruction.Opcode);
        var used = Field(0, 10) | Field(10, 4) | Field(107, 20) | Field(48, row.ModeBits);
        foreach (var operand in row.Operands)
        {
            used |= operand.Kind switch
            {
                SimtOperandKind.Convergence or SimtOperandKind.NamedBarrier => Field(14, 4),
                SimtOperandKind.Immediate or SimtOperandKind.Target => Field(64, 31),
                SimtOperandKind.Special => Field(48, 5),
                SimtOperandKind.PredicateDestination => Field(96, 3),
                SimtOperandKind.PredicateSource => Field(operand.Slot == SimtSlot.Q ? 99 : 103, 4),
                SimtOperandKind.Address => Field(64, 32) | Register(operand.Slot),
                SimtOperandKind.Flexible => Field(46, 2) | instruction.Form switch
                {
                    SimtForm.Register => Register(operand.Slot),
                    SimtForm.Immediate => Field(64, 32),
                    _ => Field(64, 16),
                },
                _ => Register(operand.Slot),
            };
        }

        return used;
    }

    private static UInt128 Register(SimtSlot slot) => Field(14 + 8 * (slot - SimtSlot.D), 8);

    private static UInt128 Field(int low, int bits) => ((UInt128.One << bits) - 1) << low;
}
