using AccelSim.Isa.Mlu;
using FsCheck.Fluent;

namespace AccelSim.Isa.Tests.Mlu;

public sealed class MluEncodingTests
{
    [Fact]
    public void Decode_of_encode_is_the_instruction() =>
        Law.Holds(InstructionGenerator.Any, instruction => MluEncoding.TryDecode(MluEncoding.Encode(instruction), out var back) && back == instruction, count: 5000);

    [Fact]
    public void Every_row_is_reached_by_the_generator()
    {
        var seen = new HashSet<MluOpcode>();
        Law.Holds(InstructionGenerator.Any, instruction => { seen.Add(instruction.Opcode); return true; }, count: 5000);
        Assert.Equal(MluInstructionSet.All.Length, seen.Count);
    }

    [Fact]
    public void Any_word_decodes_to_itself_or_is_illegal()
    {
        var words = from low in ArbMap.Default.GeneratorFor<ulong>()
                    from high in ArbMap.Default.GeneratorFor<ulong>()
                    from opcode in Gen.Choose(0, MluEncoding.MaxOpcode)
                    from sparse in Gen.Choose(0, 3)
                    select ((UInt128)(sparse == 0 ? high : 0) << 64) | (sparse < 3 ? low & ~0x3fful : 0) | (uint)opcode;
        Law.Holds(words, word => !MluEncoding.TryDecode(word, out var instruction) || MluEncoding.Encode(instruction) == word, count: 20000);
    }

    [Fact]
    public void Flipping_a_bit_never_decodes_to_the_same_instruction() =>
        Law.Holds(from instruction in InstructionGenerator.Any from bit in Gen.Choose(0, 127) select (instruction, bit), pair =>
        {
            var flipped = MluEncoding.Encode(pair.instruction) ^ (UInt128.One << pair.bit);
            return !MluEncoding.TryDecode(flipped, out var other) || other != pair.instruction;
        }, count: 5000);

    [Fact]
    public void Encode_refuses_a_field_that_the_row_does_not_have()
    {
        Assert.Throws<ArgumentException>(() => MluEncoding.Encode(new MluInstruction { Opcode = MluOpcode.Halt, Type0 = MluDataType.F16 }));
        Assert.Throws<ArgumentException>(() => MluEncoding.Encode(new MluInstruction { Opcode = MluOpcode.Add, Immediate = 3 }));
        Assert.Throws<ArgumentException>(() => MluEncoding.Encode(new MluInstruction { Opcode = (MluOpcode)0x3fe }));
    }

    [Fact]
    public void DecodeAll_names_the_illegal_word()
    {
        var code = MluEncoding.EncodeAll([new MluInstruction { Opcode = MluOpcode.Nop }, new MluInstruction { Opcode = MluOpcode.Halt }]);
        code[16 + 8] = 1;
        Assert.Contains("instruction 1", Assert.Throws<InvalidDataException>(() => MluEncoding.DecodeAll(code)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => MluEncoding.DecodeAll(code.AsSpan(0, 17)));
    }
}
