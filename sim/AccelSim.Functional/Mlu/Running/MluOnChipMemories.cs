namespace AccelSim.Functional.Mlu;

/// <summary>The on-chip memories of the clusters that a functional run uses, made when first needed and used again by later gangs.</summary>
internal sealed class MluOnChipMemories(MluMemorySizes sizes, byte[] gdram)
{
    private readonly List<byte[]> _srams = [];
    private readonly List<CoreArrays> _cores = [];

    /// <summary>The memories of the core at a place of a gang.</summary>
    /// <param name="place">Place in the gang.</param>
    /// <param name="cluster">Cluster in the union.</param>
    /// <param name="srams">SRAMs of the union.</param>
    /// <param name="isMemoryCore">Memory cores have neither NRAM nor WRAM.</param>
    /// <param name="usesLdram">Whether the program touches LDRAM at all.</param>
    /// <param name="poison">Byte to fill with, or null.</param>
    public MluCoreMemory Core(int place, int cluster, byte[][] srams, bool isMemoryCore, bool usesLdram, byte? poison)
    {
        while (_cores.Count <= place)
        {
            _cores.Add(new CoreArrays());
        }

        var arrays = _cores[place];
        Prepare(ref arrays.Nram, isMemoryCore ? 0 : sizes.Nram, poison);
        Prepare(ref arrays.Wram, isMemoryCore ? 0 : sizes.Wram, poison);
        Prepare(ref arrays.Ldram, usesLdram ? sizes.Ldram : 0, poison);
        return new MluCoreMemory(arrays.Nram, arrays.Wram, arrays.Ldram, srams, cluster, gdram);
    }

    /// <summary>The SRAMs of a union of that many clusters.</summary>
    public byte[][] Srams(int clusters, byte? poison)
    {
        var srams = new byte[clusters][];
        for (var cluster = 0; cluster < clusters; cluster++)
        {
            if (_srams.Count <= cluster)
            {
                _srams.Add([]);
            }

            var sram = _srams[cluster];
            Prepare(ref sram, sizes.Sram, poison);
            srams[cluster] = _srams[cluster] = sram;
        }

        return srams;
    }

    private static void Prepare(ref byte[] array, long size, byte? poison)
    {
        if (array.Length != size)
        {
            array = new byte[size];
        }

        if (poison is { } value)
        {
            Array.Fill(array, value);
        }
    }

    private sealed class CoreArrays
    {
        public byte[] Nram = [];
        public byte[] Wram = [];
        public byte[] Ldram = [];
    }
}
