import type { Employee } from '@klayim/shared/types';

/** What a file makes of a person; the rest is as of a new employee about whom nothing is said. */
export type ExpectedPerson = Pick<Employee, 'name' | 'email'> &
  Partial<Pick<Employee, 'role' | 'department' | 'hourlyRateCents' | 'employmentStatus' | 'sourceId'>>;

/** A file in the shape of an HR system's export, with invented people, and the directory that it must become. */
export interface HrExport {
  system: string;
  text: string;
  people: ExpectedPerson[];
  /** Lines of rows that must be refused, with the column that is named. */
  refused?: { line: number; column: string }[];
  query?: string;
}

/** One file for each system, in its own column names. */
export const hrExports: readonly HrExport[] = [
  {
    system: 'BambooHR',
    text: `Employee #,First Name,Middle Name,Last Name,Preferred Name,Work Email,Home Email,Job Title,Department,Division,Location,Status,Employment Status,Pay rate,Paid per,Pay type
1042,Nora,,Quist,,nora.quist@acme.example,nq@home.example,Engineer,Platform,North,Oslo,Active,Full-Time,"$85,000.00",Year,Salary
1043,Olaf,,Berg,,olaf.berg@acme.example,,Technician,Field,North,Oslo,Active,Part-Time,$27.50,Hour,Hourly
1044,Katherine,Ann,Moe,Kate,kate.moe@acme.example,,Lead,Platform,South,Rome,Inactive,Terminated,"$5,200.00",Month,Salary
`,
    people: [
      {
        sourceId: '1042',
        name: 'Nora Quist',
        email: 'nora.quist@acme.example',
        role: 'Engineer',
        department: 'Platform',
        hourlyRateCents: 4_087,
      },
      {
        sourceId: '1043',
        name: 'Olaf Berg',
        email: 'olaf.berg@acme.example',
        role: 'Technician',
        department: 'Field',
        hourlyRateCents: 2_750,
        employmentStatus: 'partTime',
      },
      {
        sourceId: '1044',
        name: 'Kate Moe',
        email: 'kate.moe@acme.example',
        role: 'Lead',
        department: 'Platform',
        hourlyRateCents: 3_000,
        employmentStatus: 'inactive',
      },
    ],
  },
  {
    system: 'Gusto',
    text: `Gusto employee ID,Last name,First name,Preferred first name,Middle initial,Work email,Personal email,Job title,Department,Employment type,Pay rate,Pay unit,FLSA status
5G9934,Silva,Inês,,,ines@acme.example,is@home.example,Designer,Design,Full time,92000.00,Year,Exempt
7K2210,Okafor,Chidi,,,chidi@acme.example,,Barista,Stores,Part time,18.25,Hour,Nonexempt
XQ4471,Roy,Amit,,,amit@acme.example,,Advisor,,Contractor,75.00,Hour,
`,
    people: [
      {
        name: 'Inês Silva',
        email: 'ines@acme.example',
        role: 'Designer',
        department: 'Design',
        hourlyRateCents: 4_423,
        sourceId: '5G9934',
      },
      {
        name: 'Chidi Okafor',
        email: 'chidi@acme.example',
        role: 'Barista',
        department: 'Stores',
        hourlyRateCents: 1_825,
        employmentStatus: 'partTime',
        sourceId: '7K2210',
      },
      {
        name: 'Amit Roy',
        email: 'amit@acme.example',
        role: 'Advisor',
        hourlyRateCents: 7_500,
        employmentStatus: 'contractor',
        sourceId: 'XQ4471',
      },
    ],
  },
  {
    system: 'Rippling',
    text: `Employee name,Employee number,Work email,Title,Manager - Work email,Department,Employment type,Employment status,Base compensation (annual),Currency
Mia Sand,R-7,mia@acme.example,Counsel,lea@acme.example,Legal,"Salaried, full-time",Active,"120,000",USD
Tom Reed,R-8,tom@acme.example,Clerk,mia@acme.example,Legal,"Hourly, part-time",Terminated,"41,600.00",USD
Una Berg,R-9,una@acme.example,Clerk,mia@acme.example,Legal,"Hourly, part-time",Hired,"41,600.00",USD
Vic Lund,R-10,vic@acme.example,Clerk,mia@acme.example,Legal,"Salaried, full-time",Accepted,"41,600.00",USD
`,
    people: [
      {
        sourceId: 'R-7',
        name: 'Mia Sand',
        email: 'mia@acme.example',
        role: 'Counsel',
        department: 'Legal',
        hourlyRateCents: 5_769,
      },
      {
        sourceId: 'R-8',
        name: 'Tom Reed',
        email: 'tom@acme.example',
        role: 'Clerk',
        department: 'Legal',
        hourlyRateCents: 2_000,
        employmentStatus: 'inactive',
      },
      {
        sourceId: 'R-9',
        name: 'Una Berg',
        email: 'una@acme.example',
        role: 'Clerk',
        department: 'Legal',
        hourlyRateCents: 2_000,
        employmentStatus: 'partTime',
      },
      {
        sourceId: 'R-10',
        name: 'Vic Lund',
        email: 'vic@acme.example',
        role: 'Clerk',
        department: 'Legal',
        hourlyRateCents: 2_000,
      },
    ],
  },
  {
    system: 'Personio',
    text: `Personalnummer;Vorname;Nachname;E-Mail;Status;Position;Abteilung;Beschäftigungsart;Gehalt;Gehaltsintervall;Währung
17;Jörg;Weiß;joerg@acme.example;Aktiv;Entwickler;Technik;Interner Mitarbeiter;4.333,33;monatlich;EUR
18;Ana;Krüger;ana@acme.example;Elternzeit;Köchin;Küche;Interner Mitarbeiter;21,50;stündlich;EUR
19;Lars;Hahn;lars@acme.example;Onboarding;Student;Technik;Werkstudent;15,00;stündlich;EUR
`,
    people: [
      {
        sourceId: '17',
        name: 'Jörg Weiß',
        email: 'joerg@acme.example',
        role: 'Entwickler',
        department: 'Technik',
        hourlyRateCents: 2_500,
      },
      {
        sourceId: '18',
        name: 'Ana Krüger',
        email: 'ana@acme.example',
        role: 'Köchin',
        department: 'Küche',
        hourlyRateCents: 2_150,
        employmentStatus: 'inactive',
      },
      {
        sourceId: '19',
        name: 'Lars Hahn',
        email: 'lars@acme.example',
        role: 'Student',
        department: 'Technik',
        hourlyRateCents: 1_500,
        employmentStatus: 'partTime',
      },
    ],
  },
  {
    system: 'Workday',
    text: `"All Active Workers"
"Effective as of: 2026-11-01",,

Employee ID,Worker,Email - Primary Work,Business Title,Supervisory Organization,Worker Type,Time Type,Active Status,Cost Center
100201,Priya Nair,priya@acme.example,Analyst,Finance (Lee Wong),Employee,Full time,Yes,CC100
100202,Max Stone,max@acme.example,Advisor,Finance (Lee Wong),Contingent Worker,Full time,Yes,CC100
100203,Zoe Lund,zoe@acme.example,Analyst,Risk (Amy Fox),Employee,Part time,No,CC200
`,
    people: [
      {
        sourceId: '100201',
        name: 'Priya Nair',
        email: 'priya@acme.example',
        role: 'Analyst',
        department: 'Finance (Lee Wong)',
      },
      {
        sourceId: '100202',
        name: 'Max Stone',
        email: 'max@acme.example',
        role: 'Advisor',
        department: 'Finance (Lee Wong)',
        employmentStatus: 'contractor',
      },
      {
        sourceId: '100203',
        name: 'Zoe Lund',
        email: 'zoe@acme.example',
        role: 'Analyst',
        department: 'Risk (Amy Fox)',
        employmentStatus: 'inactive',
      },
    ],
  },
  {
    system: 'ADP Workforce Now',
    text: `Company Code,Associate ID,Payroll Name,Legal First Name,Legal Last Name,Work Contact: Work Email,Job Title Description,Home Department Description,Worker Category Description,Position Status,Regular Pay Rate Amount,Rate Type,Annual Salary
ABC,="00Z7K1","Ito, Ken",Ken,Ito,ken@acme.example,Driver,Logistics,Full Time,Active,24.0400,Hourly,"50,003.20"
ABC,="00Z7K2","Paz, Eva",Eva,Paz,eva@acme.example,Manager,Logistics,Full Time,Leave,,Salary,"96,000.00"
`,
    people: [
      {
        sourceId: '00Z7K1',
        name: 'Ken Ito',
        email: 'ken@acme.example',
        role: 'Driver',
        department: 'Logistics',
        hourlyRateCents: 2_404,
      },
      {
        sourceId: '00Z7K2',
        name: 'Eva Paz',
        email: 'eva@acme.example',
        role: 'Manager',
        department: 'Logistics',
        hourlyRateCents: 4_615,
        employmentStatus: 'inactive',
      },
    ],
  },
  {
    system: 'ADP Workforce Now, as a custom report',
    text: `COMPANY CODE,ASSOCIATE ID,POSITION ID,PAYROLL FIRST NAME,PAYROLL MIDDLE NAME,PAYROLL LAST NAME,PREFERRED OR CHOSEN NAME,WORK E-MAIL,PERSONAL E-MAIL,JOB TITLE,HOME DEPARTMENT,WORKER CATEGORY,STATUS,POSITION STATUS,HIRE DATE,TERMINATION DATE,ANNUAL SALARY,ANNUAL SALARY CURRENCY
ABC,00Z7K1,ABC000001,Ken,M,Ito,,ken@acme.example,ki@home.example,Driver,Logistics,Full Time,Active,Active,01/04/2024,,"50,003.20",USD
ABC,00Z7K2,ABC000002,Eva,,Paz,Evi,eva@acme.example,,Manager,Logistics,Part Time,Active,Active,01/05/2024,02/01/2023,"96,000.00",USD
ABC,00Z7K3,ABC000003,Ole,,Dahl,,ole@acme.example,,Driver,Logistics,Full Time,Inactive,Terminated,01/05/2024,10/31/2025,"50,003.20",USD
`,
    people: [
      {
        sourceId: '00Z7K1',
        name: 'Ken M Ito',
        email: 'ken@acme.example',
        role: 'Driver',
        department: 'Logistics',
        hourlyRateCents: 2_404,
      },
      {
        sourceId: '00Z7K2',
        name: 'Evi Paz',
        email: 'eva@acme.example',
        role: 'Manager',
        department: 'Logistics',
        hourlyRateCents: 4_615,
        employmentStatus: 'partTime',
      },
      {
        sourceId: '00Z7K3',
        name: 'Ole Dahl',
        email: 'ole@acme.example',
        role: 'Driver',
        department: 'Logistics',
        hourlyRateCents: 2_404,
        employmentStatus: 'inactive',
      },
    ],
  },
  {
    system: 'Workday, with legal names',
    text: `Employee ID,Legal Name - First Name,Legal Name - Last Name,Email - Primary Work,Business Title,Worker Type,Time Type,FTE,Termination Date
100201,Priya,Nair,priya@acme.example,Analyst,Employee,Full time,100%,
100202,Max,Stone,max@acme.example,Advisor,Employee,Part time,50%,2999-12-31
100203,Zoe,Lund,zoe@acme.example,Analyst,Employee,Full time,100%,2025-06-30
`,
    people: [
      { sourceId: '100201', name: 'Priya Nair', email: 'priya@acme.example', role: 'Analyst' },
      {
        sourceId: '100202',
        name: 'Max Stone',
        email: 'max@acme.example',
        role: 'Advisor',
        employmentStatus: 'partTime',
      },
      {
        sourceId: '100203',
        name: 'Zoe Lund',
        email: 'zoe@acme.example',
        role: 'Analyst',
        employmentStatus: 'inactive',
      },
    ],
  },
  {
    system: 'Google Workspace',
    text: `First Name [Required],Last Name [Required],Email Address [Required],Password [Required],Password Hash Function [UPLOAD ONLY],Org Unit Path [Required],New Primary Email [UPLOAD ONLY],Status [READ ONLY],Last Sign In [READ ONLY],Recovery Email,Home Secondary Email,Work Secondary Email,Employee ID,Employee Type,Employee Title,Manager Email,Department,Cost Center
Lea,Fontaine,lea@acme.example,****,,/Sales,,Active,2026/11/20 08:12:01,lea@home.example,,,E-5,,Account Manager,boss@acme.example,Sales,
Bo,Null,bo@acme.example,****,,/,,Suspended,Never logged in,,,,,,,,NA,
`,
    people: [
      {
        sourceId: 'E-5',
        name: 'Lea Fontaine',
        email: 'lea@acme.example',
        role: 'Account Manager',
        department: 'Sales',
      },
      {
        sourceId: 'bo@acme.example',
        name: 'Bo Null',
        email: 'bo@acme.example',
        department: 'NA',
        employmentStatus: 'inactive',
      },
    ],
  },
  {
    system: 'Microsoft Entra ID',
    text: `userPrincipalName,displayName,surname,mail,givenName,objectId,userType,jobTitle,department,accountEnabled,usageLocation,city,country,companyName,creationType,directorySynced,createdDateTime
sam@acme.example,Sam Field,Field,sam@acme.example,Sam,8f1c0b2e-0000-4000-8000-000000000001,Member,Engineer,R&D,True,NO,Oslo,Norway,Acme,,True,2024-01-02T00:00:00Z
old@acme.example,Otto Old,Old,old@acme.example,Otto,8f1c0b2e-0000-4000-8000-000000000002,Member,,,False,,,,,,True,2020-01-02T00:00:00Z
g_x.example#EXT#@acme.example,Gil Guest,,gil@x.example,,8f1c0b2e-0000-4000-8000-000000000003,Guest,,,True,,,,,Invitation,,2025-01-02T00:00:00Z
svc@acme.example,Service Account,,,,8f1c0b2e-0000-4000-8000-000000000004,Member,,,True,,,,,,,2025-01-02T00:00:00Z
`,
    people: [
      {
        sourceId: '8f1c0b2e-0000-4000-8000-000000000001',
        name: 'Sam Field',
        email: 'sam@acme.example',
        role: 'Engineer',
        department: 'R&D',
      },
      {
        sourceId: '8f1c0b2e-0000-4000-8000-000000000002',
        name: 'Otto Old',
        email: 'old@acme.example',
        employmentStatus: 'inactive',
      },
    ],
    refused: [
      { line: 4, column: 'userType' },
      { line: 5, column: 'mail' },
    ],
  },
];
