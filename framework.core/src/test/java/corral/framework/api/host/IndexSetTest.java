package corral.framework.api.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexSetTest {
  private static final int SIZE = 32;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "''|''",
        "0|0",
        "31|31",
        "0,1|0-1",
        "3,1,2,1|1-3",
        "0-2,5|0-2,5",
        "5,0-2|0-2,5",
        "0-0|0",
        "007|7",
        "N|31",
        "30-N|30-31",
        "N-N|31",
        "all|0-31",
        "ALL|0-31",
        "5,All|0-31",
        "0-9:2/4|0-1,4-5,8-9",
        "1-10:8/12,0-31:24/29,0-31:0/3|0-23,29-31",
        "3-9:2/4|3-4,7-8",
        "0-3:2/1000|0-1",
        "0-3:0/1|''",
        "0-9:3/4|0-2,4-6,8-9",
        "all:1/2,N|0,2,4,6,8,10,12,14,16,18,20,22,24,26,28,30-31",
        "0-N:1/N|0,31",
        ",, 3 ,,4 ,|3-4",
        ",|''",
        "' 1 2\t3\r'|1-3",
      })
  void readsWhatTheKernelReads(String list, String members) throws ContainerException {
    assertEquals(members, IndexSet.parse(list, SIZE).toString());
  }

  @Test
  void endsAtTheNewlineThatFollowsARegion() throws ContainerException {
    assertEquals(IndexSet.of(0), IndexSet.parse("0\n1", SIZE));
    assertEquals(IndexSet.of(0), IndexSet.parse("0\nx", SIZE));
    assertEquals(IndexSet.of(0, 1), IndexSet.parse("\n0 \n1", SIZE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EINVAL|x",
        "EINVAL|-1",
        "EINVAL|+1",
        "EINVAL|1-",
        "EINVAL|1--2",
        "EINVAL|1 - 2",
        "EINVAL|2-1",
        "EINVAL|99-98",
        "EINVAL|0x1",
        "EINVAL|1.5",
        "EINVAL|0;1",
        "EINVAL|n",
        "EINVAL|al",
        "EINVAL|alll",
        "EINVAL|all-5",
        "EINVAL|0-all",
        "EINVAL|0:1/2",
        "EINVAL|0-9:",
        "EINVAL|0-9:2",
        "EINVAL|0-9:2/",
        "EINVAL|0-9:/4",
        "EINVAL|0-9:2/0",
        "EINVAL|0-9:0/0",
        "EINVAL|0-9:5/4",
        "EINVAL|0-9:2/4/1",
        "EINVAL|\u0661",
        "EINVAL|0,x",
        "ERANGE|32",
        "ERANGE|0-32",
        "ERANGE|32-33",
        "ERANGE|0,32",
        "ERANGE|4294967295",
        "ERANGE|99999999999999999999",
        "ERANGE|0-99999999999999999999",
        "ERANGE|32,x",
      })
  void refusesWhatTheKernelRefuses(Errno errno, String list) {
    var refusal = assertThrows(ContainerException.class, () -> IndexSet.parse(list, SIZE));
    assertEquals(errno, refusal.errno());
  }

  @Test
  void whatIsPrintedReadsBackTheSame() throws ContainerException {
    for (int bits = 0; bits < 1 << 10; bits++) {
      var set = IndexSet.of(numbersOf(bits));
      assertEquals(set, IndexSet.parse(set.toString(), SIZE));
    }
  }

  private static int[] numbersOf(int bits) {
    return IntStream.range(0, SIZE).filter(i -> (bits >> i & 1) == 1).toArray();
  }
}
