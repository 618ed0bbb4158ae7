using AccelSim.Isa.Simt;
using AccelSim.Traces.Sass;

namespace AccelSim.Traces.Tests;

public sealed class SassTableTests
{
    [Theory]
    [InlineData("FFMA", SimtUnit.Float32, SimtTiming.Float32, 0)]
    [InlineData("FADD.FTZ.RN", SimtUnit.Float32, SimtTiming.Float32, 0)]
    [InlineData("IMAD.WIDE", SimtUnit.IntegerMultiply, SimtTiming.MultiplyWide, 0)]
    [InlineData("IMAD.WIDE.U32", SimtUnit.IntegerMultiply, SimtTiming.MultiplyWide, 4)]
    [InlineData("IMAD.MOV.U32", SimtUnit.IntegerMultiply, SimtTiming.Multiply, 4)]
    [InlineData("HMMA.16816.F32", SimtUnit.Tensor, SimtTiming.Tensor, 4)]
    [InlineData("HFMA2.MMA", SimtUnit.Half, SimtTiming.Half, 0)]
    [InlineData("LDG.E.128.SYS", SimtUnit.LoadStore, SimtTiming.GlobalLoad, 16)]
    [InlineData("LDG.E.U8.CONSTANT", SimtUnit.LoadStore, SimtTiming.GlobalLoad, 1)]
    [InlineData("LDG.E.SYS", SimtUnit.LoadStore, SimtTiming.GlobalLoad, 0)]
    [InlineData("STG.E.S16", SimtUnit.LoadStore, SimtTiming.GlobalStore, 2)]
    [InlineData("RED.E.ADD.F64.RN.STRONG.GPU", SimtUnit.LoadStore, SimtTiming.GlobalAtomic, 8)]
    [InlineData("ATOMS.ADD", SimtUnit.LoadStore, SimtTiming.SharedAtomic, 0)]
    [InlineData("LDSM.16.M88.4", SimtUnit.LoadStore, SimtTiming.MatrixLoad, 16)]
    [InlineData("LDGSTS.E.BYPASS.128", SimtUnit.LoadStore, SimtTiming.AsyncCopy, 16)]
    [InlineData("LDGDEPBAR", SimtUnit.LoadStore, SimtTiming.AsyncGroup, 0)]
    [InlineData("DEPBAR.LE", SimtUnit.LoadStore, SimtTiming.AsyncGroup, 0)]
    [InlineData("BAR.SYNC.DEFER_BLOCKING", SimtUnit.Control, SimtTiming.Barrier, 0)]
    [InlineData("MUFU.RCP", SimtUnit.Special, SimtTiming.Special, 0)]
    [InlineData("SHFL.BFLY", SimtUnit.Shuffle, SimtTiming.Shuffle, 0)]
    [InlineData("R2P", SimtUnit.Integer, SimtTiming.Predicate, 0)]
    [InlineData("BSSY", SimtUnit.Control, SimtTiming.Branch, 0)]
    [InlineData("EXIT", SimtUnit.Control, SimtTiming.Issue, 0)]
    public void Opcodes_have_their_class(string opcode, SimtUnit unit, SimtTiming timing, int width)
    {
        var found = SassTable.Find(opcode);
        Assert.Equal((opcode, true, unit, timing, width), (found.Name, found.IsKnown, found.Unit, found.Timing, found.Width));
    }

    [Theory]
    [InlineData("LD.E", true)]
    [InlineData("ST.E.64", true)]
    [InlineData("ATOM.E.CAS", true)]
    [InlineData("LDG.E", false)]
    public void Generic_accesses_are_marked(string opcode, bool generic) => Assert.Equal(generic, SassTable.Find(opcode).IsGeneric);

    [Theory]
    [InlineData("TEX")]
    [InlineData("ffma")]
    [InlineData("")]
    [InlineData(".WIDE")]
    public void What_is_not_in_the_table_is_unknown(string opcode) => Assert.False(SassTable.Find(opcode).IsKnown);

    /// <summary>NVIDIA, "CUDA Binary Utilities", Instruction Set Reference of Volta, Turing and Ampere, without textures and surfaces.</summary>
    [Theory]
    [InlineData("FADD FADD32I FCHK FFMA32I FFMA FMNMX FMUL FMUL32I FSEL FSET FSETP FSWZADD MUFU HADD2 HADD2_32I HFMA2 HFMA2_32I HMUL2 HMUL2_32I HSET2 HSETP2 HMMA")]
    [InlineData("DADD DFMA DMUL DSETP BMSK BREV FLO IABS IADD IADD3 IADD32I IDP IDP4A IMAD IMMA IMNMX IMUL IMUL32I ISCADD ISCADD32I ISETP LEA LOP LOP3 LOP32I POPC SHF SHR VABSDIFF VABSDIFF4")]
    [InlineData("F2F F2I I2F I2I I2IP FRND MOV MOV32I PRMT SEL SGXT SHFL PLOP3 PSETP P2R R2P LD LDC LDG LDL LDS ST STG STL STS MATCH QSPC ATOM ATOMS ATOMG RED CCTL CCTLL ERRBAR MEMBAR CCTLT")]
    [InlineData("BMOV BPT BRA BREAK BRX BSSY BSYNC CALL EXIT JMP JMX KILL NANOSLEEP RET RPCMOV RTT WARPSYNC YIELD B2R BAR CS2R CSMTEST DEPBAR GETLMEMBASE LEPC NOP PMTRIG R2B S2R SETCTAID SETLMEMBASE VOTE VOTE_VTG")]
    [InlineData("BMMA MOVM LDSM R2UR S2UR UBMSK UBREV UCLEA UFLO UIADD3 UIMAD UISETP ULDC ULEA ULOP ULOP3 ULOP32I UMOV UP2UR UPLOP3 UPOPC UPRMT UPSETP UR2UP USEL USGXT USHF USHL USHR VOTEU BRXU JMXU SHL")]
    [InlineData("HMNMX2 DMMA F2FP I2FP F2IP UF2FP REDUX LDGSTS LDGDEPBAR ARRIVES")]
    public void Instructions_of_the_devices_are_known(string names) =>
        Assert.Equal([], names.Split(' ').Where(name => !SassTable.Find(name).IsKnown));

    [Fact]
    public void Classes_fit_the_units_of_the_simt_family()
    {
        var pairs = SimtInstructionSet.All.Select(row => (row.Unit, row.Timing)).ToHashSet();
        var table = SassTable.Names.Select(SassTable.Find).ToArray();
        Assert.True(table.Length > 150);
        Assert.Equal([], table.Where(opcode => !pairs.Contains((opcode.Unit, opcode.Timing))).Select(opcode => $"{opcode.Name}: {opcode.Unit} {opcode.Timing}"));

        // devices whose traces are read end with sm_89: what came with sm_90 is in none
        SimtTiming[] hopper = [SimtTiming.BulkCopy, SimtTiming.Mbarrier, SimtTiming.MbarrierWait, SimtTiming.GroupProduct, SimtTiming.GroupSync];
        Assert.Equal([], Enum.GetValues<SimtTiming>().Except(table.Select(opcode => opcode.Timing)).Except([SimtTiming.AluWide, .. hopper]));
    }
}
